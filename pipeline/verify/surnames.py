"""Chinese surnames: those of two characters, and those read otherwise than the common character.

Readings as GB/T 28039-2011 and the Xiandai Hanyu Cidian give them for names. Own compilation from
general knowledge of the language.
"""

from typing import Final

_READINGS: Final = """
曾:zeng 仇:qiu 单:shan 單:shan 吕:lü 呂:lü 解:xie 查:zha 盖:ge 蓋:ge 朴:piao 区:ou 區:ou
任:ren 华:hua 華:hua 翟:zhai 缪:miao 繆:miao 乐:yue 樂:yue 员:yun 員:yun 逄:pang 宓:mi
冼:xian 折:she 秘:bi 臧:zang 召:shao 繁:po 瞿:qu 覃:qin 么:yao 祭:zhai 葛:ge 尉:wei 宁:ning
寧:ning 种:chong 那:na 能:nai 隗:wei 郇:xun 句:gou 燕:yan 令:ling 都:du 阚:kan 晁:chao 乜:nie
佘:she 应:ying 應:ying 訾:zi 贲:ben 於:yu 盛:sheng 谌:chen 重:chong 薄:bo 曲:qu 舍:she 眭:sui
郗:xi 芮:rui 幺:yao 纪:ji 紀:ji 万:wan 萬:wan 谷:gu 长:zhang 叶:ye 葉:ye 俞:yu 强:qiang
占:zhan 尧:yao 贾:jia 賈:jia 褚:chu 窦:dou 竇:dou 亓:qi 牟:mu 莘:shen 笪:da 闾:lü 车:che
車:che 石:shi 洗:xian 哈:ha 干:gan 沈:shen 洪:hong 夏:xia 卜:bu 余:yu 馮:feng
"""
_COMPOUND: Final = """
欧阳:ou'yang 歐陽:ou'yang 司马:si'ma 司馬:si'ma 上官:shang'guan 诸葛:zhu'ge 諸葛:zhu'ge
皇甫:huang'fu 尉迟:yu'chi 尉遲:yu'chi 万俟:mo'qi 萬俟:mo'qi 长孙:zhang'sun 長孫:zhang'sun
慕容:mu'rong 令狐:ling'hu 司徒:si'tu 司空:si'kong 夏侯:xia'hou 端木:duan'mu 公孙:gong'sun
公孫:gong'sun 东方:dong'fang 東方:dong'fang 独孤:du'gu 南宫:nan'gong 宇文:yu'wen
轩辕:xuan'yuan 呼延:hu'yan 濮阳:pu'yang 淳于:chun'yu 单于:chan'yu 澹台:tan'tai 公冶:gong'ye
太史:tai'shi 申屠:shen'tu 钟离:zhong'li 闻人:wen'ren 赫连:he'lian 东郭:dong'guo 西门:xi'men
百里:bai'li 拓跋:tuo'ba 鲜于:xian'yu 闾丘:lü'qiu 司寇:si'kou 子车:zi'ju 亓官:qi'guan
宗政:zong'zheng 左丘:zuo'qiu 第五:di'wu 纳兰:na'lan 完颜:wan'yan 叶赫:ye'he
"""


def _table(text: str) -> dict[str, str]:
    return {name: pinyin for name, _, pinyin in (entry.partition(":") for entry in text.split())}


READINGS: Final = _table(_READINGS)
"""Pinyin of a surname of one character, ü written ü."""

COMPOUND: Final = _table(_COMPOUND)
"""Pinyin of a surname of two characters, its syllables apart by an apostrophe."""

MOST_COMMON: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔"
    "赖文施洪辛柯庄温牛樊葛邢安齐伍庞颜倪聂章鲁岳翟申欧耿关焦左柳甘祝包宁尚符舒阮纪梅童凌毕单裴霍成苗谷盛曲翁"
    "冉蓝路游阳靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤时穆阎农司古吉卓车缪简连芦麦褚娄窦戚岑党宫景卜费冷晏席卫柏宗"
    "桂全佟应臧闵苟邬边卞姬邸仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明查练付尉迟初池楚仝"
)
"""Surnames that most names begin with: used to tell a name from other words, never to read one."""

RARER: Final = frozenset(
    "云奚昌凤花俞酆廉殷乐傅皮元萧湛禹狄米贝计伏谈茅项季麻强危骆支昝经裘干宣贲郁杭诸钮嵇滑荀羊惠家封芮羿储糜松井富乌巴弓牧隗山"
    "宓蓬郗班仰秋伊暴厉戎祖詹束幸韶郜蓟薄印宿怀邰从鄂索咸籍蔺屠阴胥能苍双闻莘贡劳逄扶堵宰郦雍郤璩濮寿通扈燕冀浦别瞿充慕茹习宦"
    "鱼容慎戈庾终暨居衡步都满弘匡国广禄阙东殳沃利蔚夔隆师厍晁勾融訾阚那空乜养鞠须丰巢蒯相荆竺权逯盖桓佘冼刑邝矫尧洛禤巨鹿苑亢"
    "郄缑况雒冶候占柒揭揣官敬晋帅门撒衣员言续修"
)
"""Further surnames, many of them everyday words: for places where only a name can stand."""
