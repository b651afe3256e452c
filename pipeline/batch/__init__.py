"""The batch way: open questions go out as a provider's batches, their answers are kept here.

:mod:`~pipeline.batch.book` is what is known of each batch, beside the answers and durable before
anything leaves; :mod:`~pipeline.batch.sheets` writes the input files, :mod:`~pipeline.batch.post`
sends them and finds out what became of those that a crash left in doubt, and
:mod:`~pipeline.batch.fetch` takes the answers in. Nothing here makes a question.
"""
