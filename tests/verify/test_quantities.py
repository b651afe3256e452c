"""What is counted, measured and dated, as Chinese says it and as English may and may not."""

import pytest

from pipeline.verify import check_pair

RIGHT = """
出席会议的两位领导讲话。 | The two leaders spoke at the meeting.
双方签署3份协议。 | The two sides signed three agreements.
粮食亩产提高两成。 | Grain yields per mu rose by 20 percent.
粮食亩产提高两成。 | Grain yields per mu rose by a fifth.
合格率达九成五以上。 | More than 95 percent passed.
门票打八折。 | Tickets are 20 percent off.
门票打8.5折。 | Tickets are 15% off.
门票五折优惠。 | Tickets are half price.
收入是去年的3倍。 | Income is three times that of last year.
收入是去年的3倍。 | Income tripled from last year.
收入增长了两倍。 | Income tripled.
收入增长1.5倍。 | Income rose 150 percent.
收入翻了一番。 | Income doubled.
收入翻两番。 | Income quadrupled.
收入增长近一倍。 | Income nearly doubled.
三分之二的村民参加。 | Two-thirds of the villagers took part.
五分之一的村民参加。 | One in five villagers took part.
五分之一的村民参加。 | 20 percent of the villagers took part.
占总数的四分之一。 | That is a quarter of the total.
上世纪八九十年代。 | In the 1980s and 1990s.
上世纪五十年代。 | In the 1950s.
上世纪50年代末。 | In the late fifties.
20世纪90年代。 | In the 1990s.
21世纪初。 | In the early 21st century.
施工历时半年。 | The work took half a year.
施工历时半年。 | The work took six months.
施工历时一年半。 | The work took a year and a half.
施工历时一年半。 | The work took 18 months.
施工历时两个半月。 | The work took two and a half months.
历时三个多月。 | It took more than three months.
历时两小时。 | It took two hours.
一个半小时后到达。 | They arrived an hour and a half later.
一个半小时后到达。 | They arrived 90 minutes later.
气温降至零下5摄氏度。 | The temperature fell to minus 5 degrees Celsius.
气温降至零下5摄氏度。 | The temperature fell to -5°C.
最高气温35℃。 | The high was 35 degrees.
主队以3∶1获胜。 | The home team won 3-1.
主队3比1获胜。 | The home team won by three goals to one.
举报电话12345。 | Call the hotline 12345.
请拨打110或119。 | Call 110 or 119.
车牌号吉A12345的货车。 | A truck with the plate Ji A12345.
G12高速公路。 | The G12 expressway.
国道302线。 | National Highway 302.
投资1.2亿元。 | The investment was 120 million yuan.
投资1.2亿元。 | The investment was RMB 0.12 billion.
投资12亿元。 | It invested 1.2bn yuan.
投资3000万元。 | It invested RMB30m.
投资3000万令吉。 | It invested RM30 million.
投资3000万日元。 | It invested ¥30 million yen.
历时一年半。 | It took a year and a half.
历时两年半。 | It took two years and a half.
今年同比增长14%。 | It grew 14% year on year.
投资3000万元。 | It invested 30 mln yuan.
总投资100亿元。 | The total investment is ¥10 billion.
补助每亩200元。 | The subsidy is 200 yuan per mu.
面积120亩。 | It covers 8 hectares.
面积120亩。 | It covers 120 mu (8 hectares).
面积3.5平方公里。 | It covers 3.5 sq km.
重500斤。 | It weighs 250 kilograms.
重500斤。 | It weighs 500 jin.
长20里。 | It is 10 km long.
长30公里。 | It is 30 kilometres long.
长30公里。 | It is 30-kilometer long.
年产5000吨。 | It makes 5,000 tonnes a year.
数十名学生。 | Dozens of students.
上百名学生。 | Over a hundred students.
上千人参加。 | More than a thousand people took part.
近百人参加。 | Nearly 100 people took part.
百余人参加。 | More than 100 people took part.
数百人参加。 | Hundreds of people took part.
几十人参加。 | Several dozen people took part.
十多人参加。 | More than ten people took part.
二十多人参加。 | More than 20 people took part.
近万人参加。 | Nearly 10,000 people took part.
上万人参加。 | Tens of thousands of people took part.
成千上万的人参加。 | Thousands upon thousands of people took part.
约200人参加。 | Around two hundred people took part.
3至5天完成。 | It will be finished in 3-5 days.
三五天完成。 | It will be finished in a few days.
两三天完成。 | It will be finished in two or three days.
七八十人参加。 | Seventy or eighty people took part.
年均增长6.5%。 | It grew 6.5 per cent a year on average.
提高0.5个百分点。 | It rose by half a percentage point.
提高0.5个百分点。 | It rose by 0.5 percentage point.
提高2个百分点。 | It rose two percentage points.
提高10个基点。 | It rose 10 basis points.
占比超过50%。 | They make up over half.
占比超过50%。 | They make up more than half of the total.
25%的村民。 | A quarter of the villagers.
75%的村民。 | Three quarters of the villagers.
100%的村民。 | All the villagers.
上午8时30分。 | At 8:30 a.m.
下午3点。 | At 3 p.m.
下午3点一刻。 | At 3:15 p.m.
下午3点一刻。 | At a quarter past three in the afternoon.
晚上7点半。 | At half past seven in the evening.
中午12点。 | At noon.
零时。 | At midnight.
凌晨2点。 | At 2 o'clock in the morning.
8月上旬。 | In early August.
8月中旬。 | In mid-August.
8月15日至20日。 | From 15 to 20 August.
8月15日至9月20日。 | From August 15 to September 20.
2021年至2023年。 | From 2021 to 2023.
2021-2023年。 | In 2021-23.
2022年度。 | In the year 2022.
第一季度。 | In the first quarter.
三季度末。 | At the end of the third quarter.
第3名。 | In third place.
第二十届运动会。 | The 20th games.
第二十一次会议。 | The twenty-first meeting.
第十四届三次会议。 | The third session of the 14th committee.
十八大以来。 | Since the 18th Party Congress.
二十届三中全会。 | The third plenary session of the 20th Central Committee.
“十三五”时期。 | During the 13th Five-Year Plan period.
65岁以上老人。 | People aged 65 and over.
65岁以上老人。 | People over the age of sixty-five.
35周岁以下。 | Under 35 years of age.
一百岁老人。 | A centenarian.
九旬老人。 | A man in his nineties.
年近六旬。 | Nearly sixty years old.
花甲老人。 | A man of sixty.
55后、60后干部。 | Cadres born after 1955 and in the 1960s.
10万名90后。 | 100,000 people born in the 1990s.
双胞胎姐妹。 | The twin sisters.
三胞胎。 | Triplets.
一家三口。 | A family of three.
夫妻俩。 | The couple.
一对夫妻。 | A couple.
一双鞋。 | A pair of shoes.
两千五百元。 | 2,500 yuan.
两千五。 | Two thousand five hundred.
1万5千人。 | 15,000 people.
三百来人。 | About 300 people.
百分之百。 | One hundred percent.
百分之三十。 | 30 percent.
千分之三。 | 0.3 percent.
千分之三。 | Three per thousand.
万分之一。 | One in ten thousand.
每人每天50元。 | 50 yuan per person per day.
人均1.5万元。 | 15,000 yuan per head.
第1版。 | Page 1.
详见第3版。 | See page 3.
《2023年工作要点》。 | Key points of work for 2023.
吉政发〔2023〕5号文件。 | Document No. 5 of 2023 (Ji Zheng Fa).
T/CAS 123-2020标准。 | Standard T/CAS 123-2020.
歼-20战机。 | J-20 fighters.
波音737客机。 | A Boeing 737.
5G基站1200座。 | 1,200 5G base stations.
4A级景区3个。 | Three 4A scenic areas.
Ⅲ级响应。 | A level III response.
三级响应。 | A Level 3 response.
三级医院。 | A tertiary hospital.
一等奖2名。 | Two first prizes.
一等奖2名，二等奖5名。 | Two first prizes and five second prizes.
三区三线划定。 | The three zones and three lines were drawn.
“三农”工作。 | Work on agriculture, rural areas and farmers.
两会期间。 | During the two sessions.
两岸关系。 | Cross-strait relations.
半数以上。 | More than half.
半个世纪。 | Half a century.
半个世纪。 | Fifty years.
一个世纪。 | A hundred years.
每周五天。 | Five days a week.
每周一、三、五。 | Every Monday, Wednesday and Friday.
周一至周五。 | Monday to Friday.
周末两天。 | Both days of the weekend.
星期天。 | Sunday.
三伏天。 | The hottest days of summer.
立秋。 | The start of autumn.
五一假期。 | The May Day holiday.
十一黄金周。 | The National Day golden week.
六一儿童节。 | Children's Day.
六一儿童节。 | Children's Day on 1 June.
七一前夕。 | On the eve of 1 July.
八一建军节。 | Army Day on August 1.
元旦。 | New Year's Day.
正月十五。 | The 15th day of the first lunar month.
腊月二十三。 | The 23rd day of the twelfth lunar month.
农历八月十五。 | The 15th of the eighth lunar month.
第一时间。 | At once.
第一书记。 | The first secretary.
一条龙服务。 | One-stop service.
一站式服务。 | A one-stop service.
一体化。 | Integration.
二次创业。 | A second start.
再次。 | Once again.
三番五次。 | Again and again.
四面八方。 | From all directions.
百年老店。 | A century-old shop.
千年古城。 | A thousand-year-old city.
千家万户。 | Every household.
百花齐放。 | A hundred flowers bloom.
3000余字。 | More than 3,000 characters.
1000多公里。 | More than 1,000 kilometres.
2.5万余人次。 | More than 25,000 visits.
不足100人。 | Fewer than 100 people.
不到一半。 | Less than half.
逾3万人。 | Over 30,000 people.
高达2000米。 | As high as 2,000 metres.
最多可容纳500人。 | It seats up to 500.
至少3人死亡。 | At least three people died.
3死5伤。 | Three dead and five injured.
一死三伤。 | One dead and three injured.
1名儿童。 | A child.
全国34个省区市。 | 34 provincial-level regions.
全省9个市州。 | All nine cities and prefectures of the province.
1949年10月1日。 | October 1, 1949.
1949.10.1 | 1 October 1949.
1949/10/1 | 10/1/1949
2023-08-15 | August 15, 2023
2023年8月15日10时 | 10 a.m. on 15/8/2023
"""
WRONG = """
合格率达九成五以上。 | More than 85 percent passed.
粮食亩产提高两成。 | Grain yields per mu rose by 2 percent.
粮食亩产提高两成。 | Grain yields per mu rose by 12 percent.
门票打八折。 | Tickets are 8 percent off.
收入是去年的3倍。 | Income is four times that of last year.
收入增长1.5倍。 | Income rose 15 percent.
收入增长了两倍。 | Income rose by 200 yuan.
收入翻了一番。 | Income tripled.
收入翻两番。 | Income doubled.
三分之二的村民参加。 | A third of the villagers took part.
五分之一的村民参加。 | One in six villagers took part.
五分之一的村民参加。 | 15 percent of the villagers took part.
上世纪八九十年代。 | In the 1970s and 1980s.
上世纪50年代末。 | In the late 1960s.
20世纪90年代。 | In the 1980s.
21世纪初。 | In the early 20th century.
施工历时半年。 | The work took three months.
施工历时一年半。 | The work took 15 months.
施工历时两个半月。 | The work took two months.
历时三个多月。 | It took more than four months.
历时两小时。 | It took two days.
历时20天。 | It took 20 weeks.
历时15个月。 | It took 15 years.
一个半小时后到达。 | They arrived 60 minutes later.
气温降至零下5摄氏度。 | The temperature fell to 5 degrees Celsius.
气温降至零下5摄氏度。 | The temperature fell to minus 15 degrees Celsius.
最高气温35℃。 | The high was 35 degrees Fahrenheit.
主队以3∶1获胜。 | The home team won 3-2.
主队3比1获胜。 | The home team won by two goals to one.
举报电话12345。 | Call the hotline 12354.
请拨打0431-85881234。 | Call 0431-85881243.
投资1.2亿元。 | The investment was 12 million yuan.
投资1.2亿元。 | The investment was 1.2 billion yuan.
投资1.2亿元。 | The investment was 120 million dollars.
投资1.2亿元。 | The investment was US$120 million.
投资1.2亿美元。 | The investment was 120 million yuan.
投资1.2亿元。 | The investment was 120 million euros.
投资3000万元。 | It invested RMB3m.
补助每亩200元。 | The subsidy is $200 per mu.
补助5150人民币。 | The subsidy is US$5150.
奖金5万元。 | The prize is US$50,000 yuan.
收入200万令吉。 | It earned 2 million yuan.
面积120亩。 | It covers 120 hectares.
面积120亩。 | It covers 120 acres.
面积3.5平方公里。 | It covers 3.5 square metres.
重500斤。 | It weighs 500 kilograms.
重500公斤。 | It weighs 500 tonnes.
长20里。 | It is 20 km long.
长20里。 | It is 20 miles long.
长30公里。 | It is 30 metres long.
年产5000吨。 | It makes 5,000 kilograms a year.
数十名学生。 | Hundreds of students.
上百名学生。 | Dozens of students.
上千人参加。 | Hundreds of people took part.
数百人参加。 | Thousands of people took part.
几十人参加。 | Several hundred people took part.
近万人参加。 | Nearly 100,000 people took part.
上万人参加。 | Thousands of people took part.
百余人参加。 | More than 1,000 people took part.
二十多人参加。 | More than 30 people took part.
约200人参加。 | Around three hundred people took part.
3至5天完成。 | It will be finished in 3-6 days.
两三天完成。 | It will be finished in four days.
年均增长6.5%。 | It grew 6.5 percentage points a year on average.
年均增长6.5%。 | It grew 65 per cent a year on average.
提高0.5个百分点。 | It rose by 0.5 percent.
提高2个百分点。 | It rose two percent.
提高2个百分点。 | It rose 2%.
占比超过50%。 | They make up over a third.
25%的村民。 | A third of the villagers.
上午8时30分。 | At 8:13 a.m.
上午8时30分。 | At 9:30 a.m.
下午3点。 | At 4 p.m.
下午3点。 | At 3 a.m.
上午8时。 | At 8 p.m.
晚上7点半。 | At half past six in the evening.
凌晨2点。 | At 2 p.m.
8月上旬。 | In late August.
8月中旬。 | In mid-July.
8月15日至20日。 | From 15 to 25 August.
8月15日至9月20日。 | From August 15 to August 20.
2021年至2023年。 | From 2021 to 2022.
第一季度。 | In the second quarter.
三季度末。 | At the end of the first quarter.
第3名。 | In fourth place.
第二十届运动会。 | The 21st games.
十八大以来。 | Since the 19th Party Congress.
“十三五”时期。 | During the 14th Five-Year Plan period.
二十届三中全会。 | The third plenary session of the 19th Central Committee.
65岁以上老人。 | People aged 60 and over.
10万名90后。 | 100,000 people born in the 1980s.
三人死亡。 | Four people died.
三人死亡。 | 13 people died.
两千五百元。 | 2,050 yuan.
两千五。 | Two thousand and five.
1万5千人。 | 10,500 people.
百分之三十。 | 3 percent.
千分之三。 | 3 percent.
万分之一。 | One percent.
人均1.5万元。 | 1,500 yuan per head.
3死5伤。 | Three dead and six injured.
1949年10月1日。 | October 11, 1949.
2023-08-15 | August 16, 2023
周三召开。 | It was held on Thursday.
每周一、三、五。 | Every Monday, Wednesday and Saturday.
今年上半年。 | In the second half of this year.
去年同期。 | In the same period this year.
60%的人 | 60 percentage points of the people
60％的人 | 60 people
5名工人 | 5 families of workers
3户 | 3 people
200公顷 | 200 mu
30公斤 | 30 jin
5万立方米 | 50,000 square metres
100千瓦 | 100 megawatts
8吨 | 8 kilograms
3米 | 3 centimetres
7折 | 30 percent discount rate of 70 yuan
"""


def pairs(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


def figures(source: str, target: str) -> list[str]:
    found = [finding.check for finding in check_pair(source, target)]
    return [check for check in found if check.partition(".")[0] in ("number", "date", "unit")]


@pytest.mark.parametrize(("source", "target"), pairs(RIGHT))
def test_a_right_rendering_passes(source: str, target: str) -> None:
    assert figures(source, target) == []


@pytest.mark.parametrize(("source", "target"), pairs(WRONG))
def test_a_wrong_rendering_is_flagged(source: str, target: str) -> None:
    assert figures(source, target)
