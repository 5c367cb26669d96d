"""Places in languages other than English and Indonesian: their names in every form, and what is no place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction.gazetteer import fold, gazetteer
from events.extraction.place_names import names_of
from events.extraction.places import find_places

Rows = list[tuple[str, str | None, str]]


def told(text: str, language: str) -> Rows:
    """Each place of a text as name, country and role."""
    places = [mention.place for mention in find_places(text, language)]
    return [(place.name, place.country, place.role.value) for place in places]


RU: list[tuple[str, Rows]] = [
    ("Войска вошли в Курскую область и заняли Суджу.", [("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")]),
    ("Бои идут в Курской области России.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Под Покровском погибли солдаты.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "Делегация прибыла в Москву, а затем вылетела из Москвы в Пхеньян.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("Москва заявила, что Киев лжёт.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Владимир Путин встретился с Владимиром Зеленским в Минске.", [("Minsk", "BLR", "happened_at")]),
    (
        "В Белгородской и Брянской областях объявили тревогу.",
        [("Belgorod Oblast", "RUS", "happened_at"), ("Bryansk Oblast", "RUS", "happened_at")],
    ),
    ("В Суджанском районе Курской области идут бои.", [("Sudzha District", "RUS", "happened_at")]),
    ("Ракеты упали на востоке Украины.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Взрывы прогремели в Сумах и Харькове.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    (
        "Представитель Белого дома заявил об этом в Вашингтоне.",
        [("White House", "USA", "about"), ("Washington", "USA", "happened_at")],
    ),
    ("Мир наступит, когда все захотят. Победа будет за нами. Роман читал книгу.", []),
    ("На оккупированных территориях Донецкой области.", [("Donetsk Oblast", "UKR", "happened_at")]),
    (
        "Он прилетел из Северной Кореи в российский Владивосток.",
        [("North Korea", "PRK", "from"), ("Vladivostok", "RUS", "to")],
    ),
    (
        "Удары по сектору Газа и Ливану продолжаются.",
        [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")],
    ),
    (
        "В Кремле не комментируют. В Пентагоне подтвердили.",
        [("Kremlin", "RUS", "happened_at"), ("Pentagon", "USA", "happened_at")],
    ),
    ("Село Гуево освобождено, сообщили в Москве.", [("Guyevo", "RUS", "about"), ("Moscow", "RUS", "happened_at")]),
    ("Жители города Льгов эвакуированы.", [("Lgov", "RUS", "about")]),
    ("В 20 км от Курска сбит дрон.", [("Kursk", "RUS", "happened_at")]),
    ("Глава Курской области Алексей Смирнов сообщил о жертвах.", [("Kursk Oblast", "RUS", "about")]),
    ("Ким Чен Ын приехал на границу с Россией.", [("border with Russia", None, "happened_at")]),
    ("На Ближнем Востоке растёт напряжённость.", [("Middle East", None, "happened_at")]),
    ("Жители Тулы и Орла слышали взрывы.", [("Tula", "RUS", "about"), ("Oryol", "RUS", "about")]),
]
UK: list[tuple[str, Rows]] = [
    (
        "Війська увійшли в Курську область і захопили Суджу.",
        [("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")],
    ),
    ("Бої тривають у Курській області Росії.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Під Покровськом загинули військові.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "Делегація прибула до Москви, а потім вилетіла з Москви до Пхеньяна.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("Москва заявила, що Київ бреше.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Володимир Зеленський прибув до Києва.", [("Kyiv", "UKR", "to")]),
    (
        "У Бєлгородській та Брянській областях оголосили тривогу.",
        [("Belgorod Oblast", "RUS", "happened_at"), ("Bryansk Oblast", "RUS", "happened_at")],
    ),
    ("У Суджанському районі Курської області тривають бої.", [("Sudzha District", "RUS", "happened_at")]),
    ("Ракети впали на сході України.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Вибухи пролунали в Сумах і Харкові.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    (
        "Росія обстріляла Суми та Запоріжжя.",
        [("Russia", "RUS", "about"), ("Sumy", "UKR", "about"), ("Zaporizhzhia", "UKR", "about")],
    ),
    ("Мир настане, коли всі захочуть. Перемога буде за нами.", []),
    ("На окупованих територіях Донецької області.", [("Donetsk Oblast", "UKR", "happened_at")]),
    ("Удари по сектору Гази і Лівану тривають.", [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")]),
    (
        "У Кремлі не коментують. У Білому домі підтвердили.",
        [("Kremlin", "RUS", "happened_at"), ("White House", "USA", "happened_at")],
    ),
    ("У Львові та Одесі лунала сирена.", [("Lviv", "UKR", "happened_at"), ("Odesa", "UKR", "happened_at")]),
    ("В районі Часового Яру тривають бої.", [("Chasiv Yar District", "UKR", "happened_at")]),
    ("Село Новеньке звільнено, повідомили в Києві.", [("Novenke", "UKR", "about"), ("Kyiv", "UKR", "happened_at")]),
    ("Голова Сумської ОВА Володимир Артюх повідомив про жертви.", []),
    ("Кім Чен Ин прибув на кордон з Росією.", [("border with Russia", None, "happened_at")]),
    (
        "Солдати КНДР проходять навчання на Далекому Сході Росії.",
        [("North Korea", "PRK", "about"), ("Russian Far East", "RUS", "happened_at")],
    ),
]
PL: list[tuple[str, Rows]] = [
    ("Wojska weszły do obwodu kurskiego i zajęły Sudżę.", [("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")]),
    ("Walki trwają w obwodzie kurskim w Rosji.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Pod Pokrowskiem zginęli żołnierze.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "Delegacja przybyła do Moskwy, a potem wyleciała z Moskwy do Pjongjangu.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("Moskwa oświadczyła, że Kijów kłamie.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Władimir Putin spotkał się z Kim Dzong Unem w Pjongjangu.", [("Pyongyang", "PRK", "happened_at")]),
    (
        "W obwodach kurskim i biełgorodzkim ogłoszono alarm.",
        [("Kursk Oblast", "RUS", "happened_at"), ("Belgorod Oblast", "RUS", "happened_at")],
    ),
    ("Rakiety spadły na wschodzie Ukrainy.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Wybuchy w Sumach i Charkowie.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("Pokój nadejdzie. Piła jest ostra. Góra jest wysoka.", []),
    ("Ataki na Strefę Gazy i Liban trwają.", [("Gaza Strip", "PSE", "to"), ("Lebanon", "LBN", "about")]),
    (
        "Na Kremlu nie komentują. W Białym Domu potwierdzono.",
        [("Kremlin", "RUS", "happened_at"), ("White House", "USA", "happened_at")],
    ),
    (
        "W Waszyngtonie rzecznik Pentagonu potwierdził doniesienia.",
        [("Washington", "USA", "happened_at"), ("Pentagon", "USA", "about")],
    ),
    ("Minister przyjechał do Warszawy z Niemiec.", [("Warsaw", "POL", "to"), ("Germany", "DEU", "from")]),
    (
        "W Białorusi i na Litwie trwają ćwiczenia.",
        [("Belarus", "BLR", "happened_at"), ("Lithuania", "LTU", "happened_at")],
    ),
    ("Do Korei Północnej wrócili żołnierze.", [("North Korea", "PRK", "to")]),
    ("W Donbasie trwają walki o Awdijiwkę.", [("Donbas", "UKR", "happened_at"), ("Avdiivka", "UKR", "about")]),
    ("Dron uderzył w Biełgorod.", [("Belgorod", "RUS", "to")]),
    ("Na Bliskim Wschodzie rośnie napięcie.", [("Middle East", None, "happened_at")]),
    ("W Stanach Zjednoczonych trwa kampania.", [("United States", "USA", "happened_at")]),
]
DE: list[tuple[str, Rows]] = [
    (
        "Truppen sind in das Gebiet Kursk eingedrungen und haben Sudscha eingenommen.",
        [("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")],
    ),
    ("In der russischen Region Kursk wird gekämpft.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Bei Pokrowsk wurden Soldaten getötet.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "Die Delegation reiste nach Moskau und flog dann von Moskau nach Pjöngjang.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("Moskau erklärte, Kiew lüge.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Wladimir Putin traf Kim Jong Un in Pjöngjang.", [("Pyongyang", "PRK", "happened_at")]),
    ("Raketen schlugen im Osten der Ukraine ein.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Explosionen in Sumy und Charkiw.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("Das Essen war gut. Der Regen fiel. Die Halle war voll. Soldaten waren müde.", []),
    (
        "Angriffe auf den Gazastreifen und den Libanon dauern an.",
        [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")],
    ),
    (
        "Im Kreml will man das nicht kommentieren. Das Weiße Haus bestätigte es.",
        [("Kremlin", "RUS", "happened_at"), ("White House", "USA", "about")],
    ),
    (
        "In Washington sagte ein Sprecher des Pentagons, man wisse es.",
        [("Washington", "USA", "happened_at"), ("Pentagon", "USA", "about")],
    ),
    ("Der Minister reiste aus Deutschland in die Türkei.", [("Germany", "DEU", "from"), ("Türkiye", "TUR", "to")]),
    ("Im Dorf Melowoj ist die Lage schwierig.", [("Melovoy", "RUS", "happened_at")]),
    ("Nordkoreanische Soldaten sind in Russlands Gebiet Kursk.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("An der Grenze zu Polen wurden Übungen abgehalten.", [("border with Poland", None, "happened_at")]),
    ("Im Nahen Osten wächst die Spannung.", [("Middle East", None, "happened_at")]),
    ("Im Westjordanland starben zwei Menschen.", [("West Bank", "PSE", "happened_at")]),
    ("Dmitri Peskow sagte in Moskau Journalisten nichts.", [("Moscow", "RUS", "happened_at")]),
    ("Beim NATO-Treffen in Brüssel sprach Mark Rutte.", [("Brussels", "BEL", "happened_at")]),
]
FR: list[tuple[str, Rows]] = [
    (
        "Des troupes sont entrées dans la région de Koursk et ont pris Soudja.",
        [("Kursk Oblast", "RUS", "happened_at"), ("Sudzha", "RUS", "about")],
    ),
    ("Des combats ont lieu dans l'oblast de Koursk, en Russie.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Près de Pokrovsk, des soldats ont été tués.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "La délégation est arrivée à Moscou puis s'est envolée vers Pyongyang.",
        [("Moscow", "RUS", "happened_at"), ("Pyongyang", "PRK", "to")],
    ),
    ("Moscou a déclaré que Kiev mentait.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Vladimir Poutine a rencontré Kim Jong-un à Pyongyang.", [("Pyongyang", "PRK", "happened_at")]),
    ("Des missiles sont tombés dans l'est de l'Ukraine.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Explosions à Soumy et à Kharkiv.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("Il est nice. Les tours sont hautes. Elle vit en paix.", []),
    (
        "Les frappes sur la bande de Gaza et le Liban continuent.",
        [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")],
    ),
    (
        "Le Kremlin n'a pas commenté. La Maison-Blanche a confirmé.",
        [("Kremlin", "RUS", "about"), ("White House", "USA", "about")],
    ),
    (
        "À Washington, un porte-parole du Pentagone a confirmé.",
        [("Washington", "USA", "happened_at"), ("Pentagon", "USA", "about")],
    ),
    (
        "Le ministre est arrivé d'Allemagne en Turquie.",
        [("Germany", "DEU", "about"), ("Türkiye", "TUR", "happened_at")],
    ),
    ("Dans la région d'Odessa, des drones ont été abattus.", [("Odesa Oblast", "UKR", "happened_at")]),
    (
        "Des soldats de Corée du Nord sont en Russie.",
        [("North Korea", "PRK", "about"), ("Russia", "RUS", "happened_at")],
    ),
    (
        "Au Moyen-Orient, la tension monte. En Cisjordanie aussi.",
        [("Middle East", None, "happened_at"), ("West Bank", "PSE", "happened_at")],
    ),
    ("L'armée ukrainienne a quitté Avdiïvka.", [("Avdiivka", "UKR", "about")]),
    ("Il a rejoint les États-Unis via Bruxelles.", [("United States", "USA", "about"), ("Brussels", "BEL", "about")]),
    ("Le village de Novenke est libéré.", [("Novenke", "UKR", "about")]),
    ("À 20 km de Koursk, un drone est tombé.", [("Kursk", "RUS", "happened_at")]),
]
MS: list[tuple[str, Rows]] = [
    ("Tentera memasuki wilayah Kursk di Rusia.", [("Kursk Oblast", "RUS", "to")]),
    (
        "Menteri itu tiba di Kuala Lumpur dari Amerika Syarikat.",
        [("Kuala Lumpur", "MYS", "happened_at"), ("United States", "USA", "from")],
    ),
    ("Serangan di Gaza dan Lubnan berterusan.", [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")]),
    ("Korea Utara menghantar tentera ke Rusia.", [("North Korea", "PRK", "about"), ("Russia", "RUS", "to")]),
    ("Pertempuran berlaku di bandar Pokrovsk, Ukraine.", [("Pokrovsk", "UKR", "happened_at")]),
    ("Moscow menyatakan Kyiv berbohong.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    (
        "Jurucakap Pentagon bercakap di Washington.",
        [("Pentagon", "USA", "about"), ("Washington", "USA", "happened_at")],
    ),
    (
        "Tebing Barat terus tegang. Di Semenanjung Gaza, ramai terbunuh.",
        [("West Bank", "PSE", "about"), ("Gaza Strip", "PSE", "happened_at")],
    ),
    (
        "Mahkamah itu di The Hague. Menteri bertolak ke Jakarta.",
        [("The Hague", "NLD", "happened_at"), ("Jakarta", "IDN", "to")],
    ),
    ("Dua lelaki pergi ke pasar. Mereka makan nasi.", []),
    ("Tentera Israel berundur dari selatan Lubnan.", [("Israel", "ISR", "about"), ("southern Lebanon", "LBN", "from")]),
    ("Letupan di Sumy dan Kharkiv.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
]
KO: list[tuple[str, Rows]] = [
    (
        "우크라이나군이 러시아 쿠르스크주에 진입해 수자를 점령했다.",
        [("Kursk Oblast", "RUS", "happened_at"), ("Sudzha", "RUS", "about")],
    ),
    ("러시아 서남부 쿠르스크 지역에서 전투가 벌어지고 있다.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("포크로우스크 인근에서 병사들이 숨졌다.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "대표단은 모스크바에 도착한 뒤 모스크바에서 평양으로 떠났다.",
        [("Moscow", "RUS", "happened_at"), ("Moscow", "RUS", "happened_at"), ("Pyongyang", "PRK", "to")],
    ),
    ("모스크바는 키이우가 거짓말을 한다고 밝혔다.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("푸틴 대통령은 평양에서 김정은과 만났다.", [("Pyongyang", "PRK", "happened_at")]),
    ("우크라이나 동부에 미사일이 떨어졌다.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("수미와 하르키우에서 폭발이 있었다.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("그는 전쟁을 수단으로 삼았다. 강화된 훈련을 했다. 가자고 말했다.", []),
    ("가자지구와 레바논에 대한 공격이 계속되고 있다.", [("Gaza Strip", "PSE", "about"), ("Lebanon", "LBN", "about")]),
    ("크렘린궁은 논평하지 않았다. 백악관은 확인했다.", [("Kremlin", "RUS", "about"), ("White House", "USA", "about")]),
    ("워싱턴에서 국방부 대변인이 확인했다.", [("Washington", "USA", "happened_at")]),
    ("북한군 1만 명이 러시아 극동 지역에서 훈련 중이다.", [("Russian Far East", "RUS", "happened_at")]),
    (
        "서울 용산 대통령실에서 회의가 열렸다.",
        [("Seoul", "KOR", "about"), ("Yongsan Presidential Office", "KOR", "happened_at")],
    ),
    ("판문점에서 남북 회담이 열렸다.", [("Panmunjom", "KOR", "happened_at")]),
    ("북한은 동해상으로 미사일을 발사했다.", [("North Korea", "PRK", "about"), ("Sea of Japan", None, "to")]),
    ("쿠르스크와 벨고로드에서 교전했다.", [("Kursk", "RUS", "happened_at"), ("Belgorod", "RUS", "happened_at")]),
    ("국회의원은 기자들에게 말했다.", []),
]
JA: list[tuple[str, Rows]] = [
    (
        "ウクライナ軍はロシア西部クルスク州に侵攻し、スジャを制圧した。",
        [("Ukraine", "UKR", "about"), ("Kursk Oblast", "RUS", "happened_at"), ("Sudzha", "RUS", "about")],
    ),
    ("ロシア西部のクルスク州で戦闘が続いている。", [("Kursk Oblast", "RUS", "happened_at")]),
    ("ポクロウシク近郊で兵士が死亡した。", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "代表団はモスクワに到着し、その後モスクワから平壌へ向かった。",
        [("Moscow", "RUS", "happened_at"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("モスクワはキーウが嘘をついていると述べた。", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("プーチン大統領は平壌で金正恩氏と会談した。", [("Pyongyang", "PRK", "happened_at")]),
    ("ウクライナ東部にミサイルが着弾した。", [("eastern Ukraine", "UKR", "happened_at")]),
    ("スムイとハルキウで爆発があった。", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("彼は本を読んだ。天気は良かった。会議は終わった。", []),
    ("ガザ地区とレバノンへの攻撃が続いている。", [("Gaza Strip", "PSE", "about"), ("Lebanon", "LBN", "to")]),
    (
        "クレムリンはコメントしなかった。ホワイトハウスは確認した。",
        [("Kremlin", "RUS", "about"), ("White House", "USA", "about")],
    ),
    ("ワシントンで国防総省の報道官が確認した。", [("Washington", "USA", "happened_at")]),
    (
        "北朝鮮兵が極東ロシアで訓練している。",
        [("North Korea", "PRK", "about"), ("Russian Far East", "RUS", "happened_at")],
    ),
    ("ウラジーミル・プーチン氏が演説した。", []),
    ("板門店で南北会談が開かれた。", [("Panmunjom", "KOR", "happened_at")]),
    ("日本海に向けてミサイルを発射した。", [("Sea of Japan", None, "to")]),
]
ZH: list[tuple[str, Rows]] = [
    (
        "乌克兰军队进入俄罗斯库尔斯克州，占领了苏贾。",
        [("Ukraine", "UKR", "about"), ("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")],
    ),
    ("战斗在俄罗斯西部的库尔斯克州继续。", [("Kursk Oblast", "RUS", "happened_at")]),
    ("士兵在波克罗夫斯克附近丧生。", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "代表团抵达莫斯科，随后从莫斯科飞往平壤。",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("莫斯科表示基辅在撒谎。", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("普京在平壤与金正恩会面。", [("Pyongyang", "PRK", "happened_at")]),
    ("导弹落在乌克兰东部。", [("eastern Ukraine", "UKR", "happened_at")]),
    ("苏梅和哈尔科夫发生爆炸。", [("Sumy", "UKR", "about"), ("Kharkiv", "UKR", "about")]),
    ("他读了一本书。双方加强合作。和平很重要。", []),
    ("对加沙地带和黎巴嫩的袭击仍在继续。", [("Gaza Strip", "PSE", "about"), ("Lebanon", "LBN", "about")]),
    ("克里姆林宫未予置评。白宫证实了这一消息。", [("Kremlin", "RUS", "about"), ("White House", "USA", "about")]),
    ("五角大楼发言人在华盛顿证实。", [("Pentagon", "USA", "about"), ("Washington", "USA", "happened_at")]),
    ("朝鲜士兵在俄远东训练。", [("North Korea", "PRK", "about"), ("Russian Far East", "RUS", "happened_at")]),
    ("华盛顿邮报报道说。", []),
    ("罗马尼亚外长访问北京。", [("Romania", "ROU", "about"), ("Beijing", "CHN", "to")]),
    ("从基辅到哈尔科夫的列车停运。", [("Kyiv", "UKR", "from"), ("Kharkiv", "UKR", "to")]),
    ("他在书店买了书。", []),
]
AR: list[tuple[str, Rows]] = [
    (
        "دخلت القوات منطقة كورسك الروسية وسيطرت على سودجا.",
        [("Kursk Oblast", "RUS", "about"), ("Sudzha", "RUS", "happened_at")],
    ),
    (
        "تدور معارك في مقاطعة كورسك غربي روسيا.",
        [("Kursk Oblast", "RUS", "happened_at"), ("western Russia", "RUS", "happened_at")],
    ),
    ("قتل جنود قرب بوكروفسك في أوكرانيا.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "وصل الوفد إلى موسكو ثم غادر من موسكو إلى بيونغ يانغ.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("قالت موسكو إن كييف تكذب.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("التقى بوتين بكيم في بيونغ يانغ.", [("Pyongyang", "PRK", "happened_at")]),
    ("سقطت صواريخ شرق أوكرانيا.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("انفجارات في سومي وخاركيف.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "about")]),
    ("قرأ الكتاب. السلام مهم. الحرب مستمرة.", []),
    ("تستمر الغارات على قطاع غزة ولبنان.", [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")]),
    ("لم يعلق الكرملين. وأكد البيت الأبيض ذلك.", [("Kremlin", "RUS", "about"), ("White House", "USA", "about")]),
    ("قال متحدث باسم البنتاغون بواشنطن.", [("Pentagon", "USA", "about"), ("Washington", "USA", "happened_at")]),
    (
        "وصل الوزير من ألمانيا إلى تركيا، والقاهرة تتابع.",
        [("Germany", "DEU", "from"), ("Türkiye", "TUR", "to"), ("Cairo", "EGY", "about")],
    ),
    ("غارات على الضفة الغربية والقدس.", [("West Bank", "PSE", "happened_at"), ("Jerusalem", "ISR", "about")]),
    ("اجتماع بالقاهرة وآخر للدوحة.", [("Cairo", "EGY", "happened_at"), ("Doha", "QAT", "to")]),
    ("اندلعت اشتباكات في الخرطوم والفاشر.", [("Khartoum", "SDN", "happened_at"), ("El Fasher", "SDN", "about")]),
    ("انسحب الجيش من بيروت.", [("Beirut", "LBN", "from")]),
]
TR: list[tuple[str, Rows]] = [
    (
        "Askerler Rusya'nın Kursk bölgesine girdi ve Suca'yı aldı.",
        [("Kursk Oblast", "RUS", "to"), ("Sudzha", "RUS", "about")],
    ),
    ("Kursk'ta çatışmalar sürüyor.", [("Kursk", "RUS", "happened_at")]),
    (
        "Pokrovsk yakınlarında askerler öldü. Ukrayna açıkladı.",
        [("Pokrovsk", "UKR", "happened_at"), ("Ukraine", "UKR", "about")],
    ),
    (
        "Heyet Moskova'ya geldi, sonra Moskova'dan Pyongyang'a uçtu.",
        [("Moscow", "RUS", "to"), ("Moscow", "RUS", "from"), ("Pyongyang", "PRK", "to")],
    ),
    ("Moskova, Kiev'in yalan söylediğini açıkladı.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Vladimir Putin, Kim Jong-un ile Pyongyang'da görüştü.", [("Pyongyang", "PRK", "happened_at")]),
    ("Ukrayna'nın doğusuna füzeler düştü.", [("eastern Ukraine", "UKR", "to")]),
    ("Sumi ve Harkiv'de patlamalar oldu.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("Barış gelecek. Ordu hazır. Van gölü güzel.", []),
    ("Gazze Şeridi'ne ve Lübnan'a saldırılar sürüyor.", [("Gaza Strip", "PSE", "to"), ("Lebanon", "LBN", "to")]),
    ("Kremlin yorum yapmadı. Beyaz Saray doğruladı.", [("Kremlin", "RUS", "about"), ("White House", "USA", "about")]),
    ("Washington'da Pentagon sözcüsü doğruladı.", [("Washington", "USA", "happened_at"), ("Pentagon", "USA", "about")]),
    ("Bakan Almanya'dan Türkiye'ye geldi.", [("Germany", "DEU", "from"), ("Türkiye", "TUR", "to")]),
    ("Kuzey Kore askerleri Rusya'da.", [("North Korea", "PRK", "about"), ("Russia", "RUS", "happened_at")]),
    ("Batı Şeria'da iki kişi öldü.", [("West Bank", "PSE", "happened_at")]),
]
ES: list[tuple[str, Rows]] = [
    (
        "Las tropas entraron en la región de Kursk y tomaron Sudzha.",
        [("Kursk Oblast", "RUS", "happened_at"), ("Sudzha", "RUS", "about")],
    ),
    ("Hay combates en el óblast de Kursk, en Rusia.", [("Kursk Oblast", "RUS", "happened_at")]),
    ("Cerca de Pokrovsk murieron soldados.", [("Pokrovsk", "UKR", "happened_at")]),
    (
        "La delegación llegó a Moscú y luego voló hacia Pyongyang.",
        [("Moscow", "RUS", "to"), ("Pyongyang", "PRK", "to")],
    ),
    ("Moscú declaró que Kiev mentía.", [("Moscow", "RUS", "about"), ("Kyiv", "UKR", "about")]),
    ("Vladímir Putin se reunió con Kim Jong-un en Pyongyang.", [("Pyongyang", "PRK", "happened_at")]),
    ("Cayeron misiles en el este de Ucrania.", [("eastern Ukraine", "UKR", "happened_at")]),
    ("Explosiones en Sumi y Járkov.", [("Sumy", "UKR", "happened_at"), ("Kharkiv", "UKR", "happened_at")]),
    ("La victoria es dulce. La granada estalló.", []),
    (
        "Los ataques sobre la Franja de Gaza y el Líbano continúan.",
        [("Gaza Strip", "PSE", "happened_at"), ("Lebanon", "LBN", "about")],
    ),
    (
        "El Kremlin no comentó. La Casa Blanca lo confirmó.",
        [("Kremlin", "RUS", "about"), ("White House", "USA", "about")],
    ),
    (
        "En Washington, un portavoz del Pentágono lo confirmó.",
        [("Washington", "USA", "happened_at"), ("Pentagon", "USA", "about")],
    ),
    ("El ministro llegó de Alemania a Turquía.", [("Germany", "DEU", "about"), ("Türkiye", "TUR", "about")]),
    (
        "En EE. UU. hay elecciones. En EE.UU. también.",
        [("United States", "USA", "happened_at"), ("United States", "USA", "happened_at")],
    ),
    ("En Cisjordania murieron dos personas.", [("West Bank", "PSE", "happened_at")]),
]
TOLD = {
    "ru": RU, "uk": UK, "pl": PL, "de": DE, "fr": FR, "ms": MS, "ko": KO, "ja": JA, "zh": ZH, "ar": AR, "tr": TR,
    "es": ES,
}  # fmt: skip
SENTENCES = [(language, text, rows) for language, table in TOLD.items() for text, rows in table]


@pytest.mark.parametrize(("language", "text", "rows"), SENTENCES)
def test_places_are_told_in_every_language(language: str, text: str, rows: Rows) -> None:
    """Cases, particles and prefixes give a place its English name, its country and its role; common words are none."""
    assert told(text, language) == rows


FORMS = [
    ("ru", "Курская область|Курской области|Курскую область|Курской областью", "Kursk Oblast"),
    ("ru", "Черкассы|в Черкасс|к Черкассам|под Черкассами|в Черкассах", "Cherkasy"),
    ("uk", "Київ|до Києва|назустріч Києву|під Києвом|у Києві", "Kyiv"),
    ("uk", "Львів|до Львова|біля Львова|під Львовом|у Львові", "Lviv"),
    ("uk", "Північна Корея|Північної Кореї|Північній Кореї|Північну Корею|Північною Кореєю", "North Korea"),
    ("pl", "obwód kurski|obwodu kurskiego|obwodowi kurskiemu|obwodem kurskim|obwodzie kurskim", "Kursk Oblast"),
    ("pl", "Moskwa|do Moskwy|w Moskwie|na Moskwę|pod Moskwą", "Moscow"),
    ("pl", "Niemcy|do Niemiec|w Niemczech", "Germany"),
    ("de", "Ukraine|Russland und die Ukraine", "Ukraine"),
    ("ko", "평양|평양은|평양이|평양에|평양에서|평양으로|평양의|평양까지", "Pyongyang"),
    ("ar", "القاهرة|بالقاهرة|والقاهرة|للقاهرة", "Cairo"),
    ("tr", "Ukrayna|Ukrayna'nın|Ukrayna'ya|Ukrayna'da|Ukrayna'dan", "Ukraine"),
]


@pytest.mark.parametrize(("language", "forms", "name"), FORMS)
def test_a_name_is_found_in_all_its_forms(language: str, forms: str, name: str) -> None:
    """Every case and particle of a name leads to the same place."""
    for form in forms.split("|"):
        found = find_places(f"{form}.", language)
        assert [m.place.name for m in found][-1:] == [name], form


COMMON = [
    ("ru", "Раз они пришли. Дел много. Мира ждут все. Газ подорожал. Совета никто не дал."),
    ("uk", "Багато хто прийшов. Разом вони сильні. Додому ніхто не пішов. Газу не вистачає."),
    ("pl", "Albo przyjdą. Mogą zostać. Główna droga jest zamknięta. Koło domu stoi las. Linia jest prosta."),
    ("de", "Allen geht es gut. Das Wetter ist schön. Die Mitte ist leer. Beim Essen schwiegen sie. Der Regen kam."),
    ("fr", "Le Centre est fermé. La Mission est finie. Tours et détours."),
    ("es", "La Misión terminó. El Centro está cerrado. Victoria y Paz. León ruge."),
    ("tr", "Para yok. Kabul etti. Sabah oldu. Genç kaldı. Karşı taraf sustu. Kişi geldi."),
    ("ms", "Orang ramai datang. Hari itu panas. Dia balik rumah."),
    ("ko", "우리는 고양이를 봤다. 지난 달에 기자들이 왔다. 주장은 선전했다. 남부 사람들은 달리 말했다."),
    ("ja", "必ずしもそうではない。いちばん大きい。東方から来た。"),
    ("zh", "克林顿和孙中山的书。马拉松比赛。光明的未来。合作与和平。东方的文化。"),
    ("ar", "المدينة كبيرة. دولة قوية. صباح جميل. في ميدان المعركة. ولد جديد."),
]


@pytest.mark.parametrize(("language", "text"), COMMON)
def test_common_words_are_no_towns(language: str, text: str) -> None:
    """Words that are also a far town's name, or one of its forms, stay words, whether or not they open a sentence."""
    assert told(text, language) == []


PERSONS = [
    ("ja", "米国のオースティン国防長官は韓国の国防相と会談した。", ["United States", "South Korea"]),
    ("ko", "오스틴 장관은 워싱턴에서 회담했다.", ["Washington"]),
    ("ru", "Владимир Путин и Роман Иванов приехали.", []),
    ("uk", "Президент Володимир Зеленський приїхав.", []),
    ("de", "Präsident Lincoln und Florence Meyer kamen.", []),
    ("fr", "Le ministre Vincent Lyon est venu.", []),
]


@pytest.mark.parametrize(("language", "text", "names"), PERSONS)
def test_persons_are_no_towns(language: str, text: str, names: list[str]) -> None:
    """A title, a first name or a dot beside a town's name makes it a person's."""
    assert [name for name, _, _ in told(text, language)] == names


LISTS = [
    ("ru", "В Белгородской и Брянской областях объявили тревогу.", "happened_at"),
    ("uk", "Бої поблизу Торецька, Покровська та Куп'янська.", "happened_at"),
    ("pl", "W obwodach kurskim i biełgorodzkim ogłoszono alarm.", "happened_at"),
    ("ko", "쿠르스크와 벨고로드에서 교전했다.", "happened_at"),
    ("ja", "スムイとハルキウで爆発があった。", "happened_at"),
    ("de", "Explosionen in Sumy, Charkiw und Odessa.", "happened_at"),
]


@pytest.mark.parametrize(("language", "text", "role"), LISTS)
def test_one_preposition_or_particle_serves_a_whole_list(language: str, text: str, role: str) -> None:
    """What stands before the first of a list, or clings to the last, tells the role of all."""
    roles = [found for _, _, found in told(text, language)]
    assert len(roles) >= 2
    assert set(roles) == {role}


def test_a_name_no_gazetteer_has_is_spelt_in_english() -> None:
    """The English name of an unknown village is its own in English letters; its phrase stays as written."""
    for language, text, name in (
        ("ru", "Бой шёл в селе Зыкулино.", "Zykulino"),
        ("uk", "Бій точився в селі Жижулине.", "Zhyzhulyne"),
    ):
        (place,) = (mention.place for mention in find_places(text, language))
        assert (place.name, place.precision.value, place.lat) == (name, "city", None)
        assert place.phrase is not None
        assert place.phrase.text in text


def test_a_phrase_leaves_out_what_clings_to_a_name() -> None:
    """The particle behind a Korean or Japanese name and the ending behind a Turkish apostrophe are no part of it."""
    texts = {"ko": "쿠르스크주에서 싸웠다.", "ja": "クルスク州で戦った。", "tr": "Kursk'ta savaştılar."}
    phrases = {language: find_places(text, language)[0].place.phrase for language, text in texts.items()}
    assert {language: phrase and phrase.text for language, phrase in phrases.items()} == {
        "ko": "쿠르스크주",
        "ja": "クルスク州",
        "tr": "Kursk",
    }


def test_places_carry_reference_ids() -> None:
    """A region has its ISO, GeoNames and Wikidata ids, a town GeoNames', a country ISO's; a part of one has none."""
    ids = {m.place.name: m.place.ids for m in find_places("В Курской области, в Курске и в Китае.", "ru")}
    assert ids == {
        "Kursk Oblast": {"iso": "RU-KRS", "geonames": "538555", "wikidata": "Q3178"},
        "Kursk": {"geonames": "538560"},
        "China": {"iso": "CN", "geonames": "1814991"},
    }
    (east,) = find_places("Raketen schlugen im Osten der Ukraine ein.", "de")
    assert east.place.ids == {}


def test_what_else_a_name_may_mean_is_kept() -> None:
    """Pokrovsk is Ukraine's where Ukraine is told of, and Russia's of that name stays a candidate."""
    place = find_places("Ukraine holds Pokrovsk.", "en")[-1].place
    assert place.country == "UKR"
    assert "RUS" in {candidate.country for candidate in place.candidates}
    assert len(place.candidates) <= 5
    told_outright = find_places("Боевые действия идут в Курской области.", "ru")[0].place
    assert told_outright.candidates == ()


def test_folding_keeps_letters_that_only_look_marked() -> None:
    """й and ї are letters, ё is е; signs of Japanese and syllables of Korean stay whole; Arabic spellings meet."""
    assert (fold("Ёлка"), fold("Китай"), fold("Київ")) == ("елка", "китай", "київ")
    assert (fold("ガザ"), fold("평양")) == ("ガザ", "평양")
    assert fold("أوكرانيا") == fold("اوكرانيا")


@pytest.mark.parametrize("language", sorted(TOLD))
def test_every_name_is_of_a_place_that_the_gazetteer_has(language: str) -> None:
    """No line of a names file names what is not there."""
    names = names_of(language)
    assert names is not None
    sorts = [row[:2] for key in map(fold, names.written()) for row in names.rows(key)]
    assert sorts
    assert all(gazetteer().by_id(*row) for row in set(sorts))


PIECES = [word for table in TOLD.values() for text, _ in table for word in text.split()] + [*". , \n ’ « » 、 。 ( )"]


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join), st.text(max_size=150)),
    st.sampled_from(sorted(TOLD)),
)
def test_phrases_are_the_text_s_own_words_in_order(text: str, language: str) -> None:
    """Whatever the text and the language: no error, phrases verbatim, sorted, apart from each other, the same again."""
    found = find_places(text, language)
    last = 0
    for mention in found:
        phrase = mention.place.phrase
        assert phrase is not None
        assert text[phrase.start : phrase.end] == phrase.text
        assert last <= phrase.start < phrase.end
        assert mention.place.name
        last = phrase.end
    assert found == find_places(text, language)
