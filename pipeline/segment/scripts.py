"""One pattern for both scripts: simplified characters also match their traditional forms."""

_FORMS = (
    "万萬 与與 专專 业業 丛叢 东東 严嚴 丰豐 临臨 为爲為 丽麗 乔喬 习習 乡鄉 书書 了瞭 于於 仇讎 "
    "从從 价價 众衆眾 优優 会會 传傳 体體 余餘 兰蘭 关關 内內 写寫 农農 冯馮 况況 凌淩 出齣 击擊 "
    "划劃 刘劉 删刪 制製 办辦 动動 区區 医醫 华華 协協 单單 卜蔔 卢盧 卫衛衞 厂廠 厅廳 历歷曆 "
    "厉厲 县縣 发發髮 台臺檯枱颱 叶葉 号號 合閤 同衕 后後 向嚮曏 吕呂 启啓啟 吴吳 员員 周週賙 "
    "咨諮 团團糰 园園 国國 图圖 场場 坛壇罈 声聲 处處 姜薑 娄婁 孙孫 学學 宁寧甯 实實 审審 宫宮 "
    "家傢 对對 寻尋 导導 尔爾 尧堯 局侷 属屬 岳嶽 巩鞏 师師 席蓆 幸倖 广廣 庄莊 应應 庞龐 张張 "
    "强強 归歸 当當噹 彦彥 态態 总總 戚慼 户戶 执執 扫掃 抢搶 报報 挥揮 据據 摄攝 数數 时時 暂暫 "
    "曲麴 术術朮 朱硃 朴樸 杂雜 权權 条條 来來 杨楊 标標 栏欄 栗慄 栾欒 梁樑 检檢 楼樓 欢歡 欧歐 "
    "毕畢 气氣 汤湯 沈瀋 注註 济濟 涂塗 温溫 游遊 满滿 点點 热熱 独獨 现現 电電 画畫 盖蓋 矫矯 "
    "离離 窦竇 笔筆 筹籌 简簡 系係繫 约約 级級 纪紀 纭紜 纳納 纷紛 线線 组組 绍紹 经經 绘繪 络絡 "
    "统統 续續 综綜 编編 缪繆 网網 罗羅 群羣 聂聶 联聯 背揹 胡鬍衚 致緻 节節 芦蘆 苏蘇甦囌 范範 "
    "荆荊 获獲穫 萧蕭 萨薩 蒋蔣 蒙矇濛懞 蓝藍 蔺藺 表錶 见見 观觀 视視 览覽 觉覺 计計 订訂 讣訃 "
    "认認 让讓 议議 讯訊 记記 讲講 许許 论論 设設 访訪 评評 诉訴 译譯 试試 话話 询詢 说說説 诸諸 "
    "读讀 调調 谈談 谌諶 谢謝 谭譚 谷穀 责責 购購 费費 贺賀 贾賈 资資 赖賴 赵趙 车車 轩軒 转轉 "
    "载載 辑輯 辕轅 边邊 连連 迟遲 选選 逊遜 递遞 遗遺 邓鄧 邝鄺 邬鄔 邮郵 邹鄒 郁鬱 郏郟 郑鄭 "
    "郦酈 郸鄲 采採寀 里裏裡 钟鍾鐘鈡 钮鈕 钱錢 链鏈鍊 锐銳鋭 锦錦 镇鎮 长長 门門 闫閆 间間 闵閔 "
    "闻聞 闾閭 阅閱閲 阎閻 阙闕 阚闞 队隊 阳陽 阴陰 际際 陆陸 陈陳 随隨 面麪麵 韦韋 韩韓 项項 "
    "顾顧 顿頓 预預 领領 频頻 题題 颜顏 饶饒 馆館 马馬 驻駐 骆駱 骈駢 验驗 鱼魚 鲁魯 鲍鮑 鲜鮮 "
    "麦麥 黄黃 齐齊 龙龍 龚龔"
)
"""A simplified character and its traditional forms, for what the patterns are made of."""
_TRADITIONAL = {group[0]: group[1:] for group in _FORMS.split()}


def one_of(*alternatives: str) -> str:
    """Return a pattern for any of ``alternatives``, each of which begins with a plain character.

    It first looks whether one can begin here, which is faster than to try them all everywhere.
    """
    first = "".join(dict.fromkeys(one[0] for one in alternatives))
    return f"(?=[{first}])(?:{'|'.join(alternatives)})"


def either(pattern: str) -> str:
    """Return a regular expression that matches what ``pattern`` does, and its traditional forms."""
    parts: list[str] = []
    inside = escaped = False
    for char in pattern:
        forms = "" if escaped else _TRADITIONAL.get(char, "")
        parts.append(f"[{char}{forms}]" if forms and not inside else char + forms)
        if escaped or char == "\\":
            escaped = not escaped
        elif char in "[]":
            inside = char == "["
    return "".join(parts)
