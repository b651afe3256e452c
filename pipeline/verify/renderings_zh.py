"""What newspapers call Chinese words in English where the dictionary calls them otherwise.

A word and then the English words by which its trace is recognised too; a word without any has
too little content to leave a trace: English often does without it.
"""

from typing import Final

_RENDERINGS: Final = """
疫情 pandemic covid coronavirus outbreak virus; 新冠 covid; 中国 chinese; 美国 american;
英国 uk british; 澳门 macau; 推进 promote; 推动 drive; 救援 rescue; 人民币 rmb; 预计 expect;
举行 held; 举办 held; 召开 held hold; 本报 daily; 一些 several; 获奖 prize; 国内 home;
国际 abroad; 紧张 tension; 提升 increase upgrade; 增长 rise; 影响 impact; 发布 publish;
发现 found; 介绍 said; 接受 interview; 群众 people public; 人员 people worker; 社会 social;
主席 president; 导致 result; 造成 lead result; 死亡 killed dead; 感染 case; 指出 said note;
称 said say; 消息 report; 方式 method mean; 坚持 adhere uphold; 全面 full; 因此 therefore;
干部 official; 领导 official; 困难 trouble hardship; 走访 visit call; 农户 farmer household;
群体 people; 居民 people; 老百姓 people resident; 落实 implement carry; 贯彻 implement;
开工 begin start; 改造 alter modify renovate convert; 竣工 finish; 投产 production
"""
_WITHOUT_TRACE: Final = """
月 日 年 时 分 的 了 在 是 和 与 及 等 为 对 将 于 也 都 就 而 并 或 以 所 其 这 那 有 不 之 被
把 到 从 向 由 该 各 个 名 位 次 至 还 又 但 则 着 过 很 更 最 我 你 他 她 它 们 上 下 中 里 内
外 前 后 进行 表示 通过 以及 其中 可以 已经 作为 来自 对于 目前 正在 没有 就是 之一 中的 具有
我们 他们 日电 同时 开展 这种 自己 有关 相关 方面 情况 出现 发生 成为 受到 家的 期间 以上 之间
二十
"""

RENDERINGS: Final = {
    word: tuple(english) for word, *english in (entry.split() for entry in _RENDERINGS.split(";"))
}
WITHOUT_TRACE: Final = frozenset(_WITHOUT_TRACE.split())
