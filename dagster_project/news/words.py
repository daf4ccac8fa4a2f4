"""What the news reader knows about words, in English and French: tables only.

Here: words that make a name ambiguous and words that settle it. Not here: forms of names
(`forms.py`) and the matcher's own tables of legal forms and places (`matching/words.py`), which
are used where they serve. All words are folded: lower case, no accents.
"""

from __future__ import annotations

# ruff: noqa: SIM905 (long word lists read better as text)

# Words that follow a company's brand and distinguish nothing: "Sensetime | Technology Development".
# Beyond the matcher's generic words.
TRADE_WORDS = frozenset(
    """communications electronics holdings technologies company international industrial
    industries systems trading instruments devices robotics robot aviation aerospace biotech
    biotechnology biological pharma pharmaceutical intelligence artificial cloud internet video
    image vision smart mobile tele telecom networks logistics freight shipping forwarding cargo
    express airlines airways air motors motor auto automotive optics photonics laser quantum
    supercomputing computer computers hardware microelectronics semiconductors chips memory
    storage materials chemicals chemical petroleum oil gas mining steel metal metals tools
    engineering consulting consultants consultancy solutions resources ventures capital partners
    enterprises enterprise supplies supply procurement sourcing trade general commercial business
    worldwide global overseas asia pacific gulf middle eastern far east""".split()
)

# Given names and surnames. Before a word, one makes it a person's; a name of these alone is one.
PERSON_NAMES = frozenset(
    """adam ahmad ahmed alex alexander alexei ali amin amir anatoly andrei anna anton arash boris
    carmen christian daniel david diana dmitry elena emma eva evgeny farid george hamid hassan
    hussain ibrahim igor ivan jack james jean john joseph karim khalid konstantin lee leo leonid
    maria mark martin maxim maya michael mikhail mina mohamed mohammad mohammed mustafa nadia
    nader natalia nicholas nikolai nina oleg olga omar oscar paul peter pierre reza robert sam
    samir sara sergei sergey simon sofia victor viktor vladimir yuri
    bai cai cao chen cheng cui deng ding dong du fan fang feng fu gao gu guo han hao he hou hu
    huang jia jiang jin kong lei li liang liao lin liu lu luo ma meng mo pan peng qian qin qiu ren
    shao shen shi song su sun tan tang tao tian wan wang wei wen wu xia xiao xie xiong xu xue yan
    yang yao ye yin yu yuan zeng zhang zhao zheng zhong zhou zhu zou""".split()
)

# Words of ordinary English and French, names of persons and places that listed names consist of.
# A name of nothing but these is ambiguous wherever it stands.
ORDINARY = PERSON_NAMES | frozenset(
    """able ace active admiral advance advanced agility air alliance alpha alfa apex apollo aqua
    arc arctic arrow art aspect asset aster atlantic atlas atom aurora avant avanti axis balance
    bamboo base beacon bell beta big bird black blue bold bridge bright broad brother brothers
    byte calm canal capital capitol cargo castle center central century champion channel choice
    circle classic clear click cloud coast code comet compass concept concord condor connect
    contact core corner coral corona cosmos courage creative crescent crest cross crown crystal
    current cyber dawn day deep delta design diamond digital direct discovery dolphin dove dragon
    dream dynamic dynamics eagle early earth east eastern easy echo eclipse edge element elite
    emerald emperor empire energy epsilon equator era ever everest excel express extra eye
    falcon familiar fast favor field fine first five flag flame flash fleet flight focus force
    forest forge forum forward four fox free fresh friend friends frontier future galaxy gamma
    garden gate gateway gem gemini genesis genius giant glad glass glory gold golden good grace
    grand granite great green grid guardian gulf hand harbor harmony hawk heart heaven helios
    heritage hero high hill hope horizon house humble ideal image impact impulse infinity insight
    integral invest iron island ivory jade jet jewel joint joy jupiter just key kind king kingdom
    lake land laser leader leading legacy legend liberty life light line link lion logic long
    lotus lucky luna lunar magic main major marine mark master matrix max mega memory mercury
    meridian metro micro middle mind mirror mobile modern moon mountain nano nation native nature
    neo neptune network new next nice noble north northern nova novel oasis ocean olive olympic
    olympus omega one open optic optimal optimum option orbit orchid orient origin orion pacific
    palace panda paradise park parallel parity path patriot peace peak pearl pegasus perfect
    phase phoenix pilot pine pioneer planet platform platinum plus point polar pole popular port
    portal power precise precision premier premium pride prime prince progress prolog promise
    proton pulse pyramid quality quantum quest radiant radius rain rainbow range rapid raptor
    raven ray red reef regal regent reliable reliance resource result rich right ring rise rising
    river road robust rock rose royal ruby safe safety sail sand sapphire satellite scan scope
    sea seal second secure select sense serene service seven seven shadow shield shine ship
    signal silk silver simple simplex single sigma sky skyline smart snow solar solid sonic
    source south southern space spark spectra spectrum speed sphere spirit spring square star
    stars state station stella sterling storm stream strong structure success summit sun sunny
    sunrise sunshine super superior support supreme swift symbol symphony synergy target team
    tech tempo terra thunder tiger time titan tool top total touch tower trade trans transit
    tree trend triangle trident trinity triumph triton true trust tulip turbo twin two ultra
    umbrella unicorn union unique unison unit united unity universal universe up valley value
    vanguard vast vector vega velocity venture venus vertex victor victoria victory view vigor
    village virgin virtue vision vista vital vivid volcano voyage wave way welcome west western
    whale white wide wind window wing wings winner wise wolf wonder wood world young youth zenith
    zero zone zodiac
    avenir azur bon bonne ciel clair espoir etoile fleur force globe jour lumiere lune mer monde
    nord nouveau orient ouest paix rapide rouge soleil sud temps terre union vent vert vie
    acoustics aeronautics astronautics automation biology botany ceramics chemistry crystallography
    cybernetics experimental genetics geography geology mechanics meteorology microbiology
    nuclear oceanography optics robotics statistics theoretical virology zoology
    action adage add aderal advantage affiliated affiliates airborne aircraft albatros albatross
    alert allied alloys amaze analog analytical apparatus argon argus ariston arms army arsenal
    ascenso ask astrophysica atomic austral baikal best bike breeze brigade broadcasting bundle
    calvin caprice cartridge cast certified chance civil class coal collective combine complete
    computational connec conquest cornerstone dart dawning department detail diagnostic dispatch
    drake drillage economist electricity encyclopedia engine enhance enterprise eternal etalon
    european evolution exodus experian faith famous fiberglass finder fisher forest foremost
    fudan grant graphene grindavik gryphon gunpowder helicopter hermes higher highlander hudson
    icarus iceberg imminent index info innovative intercom intertech intertek kant kepler kent
    kish laurel leon lemon lermontov livingston longford luminor madison managed maples marine
    mediterranean mehr merlin merit meteor mig minister molecular monarch montana most municipal
    nanotechnology nata naval navigational navigator nuclear oak odyssey ontime onyx oriental
    oregon organic papillon papilon peaceful philips pinky plasma plenary police poly positive
    powder premier presto prima professional proficient prometheus provincial pure radio reactor
    region relay rice rio robin roche roman russ russian sage sail salvation saturn scavenger
    schmidt schneider scot scott set shipbuilding sine singleton southeast southport southwest
    sparta speedy sputnik stealth stellar sterling syrian terminal thrust torch trojans ultimate
    unmanned wagner aerodynamics aeronautical arzamas asian astronautical cherry donetsk
    electrotechnical equality etablissement etablissements farid feodosia feodosiya firoz hanif
    hasan iqbal javan kalinin khalil luhansk lugansk mahdi myanmar nezhad spetsialnoe ulyanovsk
    yildiz zelenodolsk azam belt unicom opto sino fourth fifth sixth seventh eighth ninth tenth
    eleventh twelfth saransk dolgoprudny mytishchi fryazino wah walker well wheels win wisdom
    worker yangtze zest
    africa america arabia armenia asia baghdad baltic berlin cairo caspian china dubai egypt
    europe georgia india iran iraq istanbul kabul kazan london malta moscow nile oman pakistan
    paris persia persian petra qatar russia shiraz siberia sudan syria tehran tehran texas tigris
    turkey ural vienna volga yemen""".split()
)

# Chinese cities and regions beyond the matcher's places: listed firms are called after them.
CHINESE_PLACES = frozenset(
    """anqing anshan anyang baise baishan bengbu benxi binzhou bozhou cangzhou changde changzhi
    chaohu chaoyang chaozhou chengde chizhou chuzhou dali dandong daqing datong dazhou deyang
    dezhou dongying ezhou fushun fuyang fuxin ganzhou guangyuan guigang guilin handan hanzhong
    hebi hengshui hengyang heyuan heze huadong huabei huaian huaibei huainan huanan huangshan
    huangshi huazhong huizhou huludao hulunbuir huzhou jiamusi jian jiangmen jiangnan jiaozuo
    jiaxing jieyang jincheng jinhua jining jinzhong jinzhou jiujiang jiyuan kaifeng karamay
    laiwu leshan lianyungang liaocheng liaoyang lijiang linfen linyi lishui liuzhou longyan
    loudi luzhou maanshan maoming meishan meizhou mudanjiang nanchong nanping nanyang neijiang
    ningde panjin panzhihua pingdingshan pingliang pudong putian puyang qinhuangdao qinzhou
    qiqihar quanzhou qujing quzhou rizhao sanming sanya shangluo shangqiu shangrao shantou
    shanwei shaoguan shaoxing shaoyang shiyan siping songshan songyuan suining suizhou suqian
    taian taizhou tangshan tianshui tieling tongling tonghua wenzhou wuhu wuzhong wuzhou
    xiamen xiangtan xiangyang xianyang xiaogan xingtai xining xinxiang xinyang xinyu xuancheng
    xuchang yanan yancheng yangjiang yangquan yangzhou yibin yichang yichun yinchuan yingkou
    yiwu yiyang yongzhou yueyang yulin yuncheng yunfu zaozhuang zhangjiajie zhangjiakou
    zhangjiang zhangzhou zhanjiang zhaoqing zhenjiang zhongguancun zhongshan zhoukou zhoushan
    zhumadian zibo zigong zunyi guanghua changhai""".split()
)

# Behind a single word, these say that the word is a place's or another body's name.
MORE_OF_A_NAME = frozenset(
    """university universities institute college school academy hospital laboratory province city
    district county lake river road street avenue island islands zone airport port harbour harbor
    strait sea mountain mountains bay valley valleys prefecture region peninsula desert temple
    museum stadium park square bridge tower delta agricultural normal medical""".split()
)

# Standing beside a generic name in its sentence, these say that a body is meant.
COMPANY_CUES = frozenset(
    """company companies firm firms group maker makers manufacturer manufacturers supplier suppliers
    startup startups conglomerate contractor distributor trader exporter importer subsidiary
    affiliate vendor corporation enterprise enterprises entity entities developer unit ltd llc co
    corp inc limited fze
    entreprise entreprises societe societes firme groupe fabricant fabricants fournisseur
    fournisseurs filiale distributeur importateur exportateur constructeur entite entites
    equipementier""".split()
)

# The document speaks of the list or of export controls.
LIST_CUES = tuple(
    f" {phrase} ".encode()
    for phrase in (
        "entity list",
        "blacklist",
        "blacklisted",
        "black list",
        "trade blacklist",
        "export control",
        "export controls",
        "export restrictions",
        "export administration",
        "commerce department",
        "department of commerce",
        "bureau of industry and security",
        "sanction",
        "sanctions",
        "sanctioned",
        "liste noire",
        "liste d entites",
        "liste des entites",
        "liste des entites americaine",
        "controle des exportations",
        "controles a l exportation",
        "departement du commerce",
        "departement americain du commerce",
        "ministere du commerce",
        "ministere americain du commerce",
        "sanctionne",
        "sanctionnee",
        "sanctionnes",
        "sanctionnees",
    )
)

# Initialisms that mean something else almost everywhere: only the full name settles them.
COMMON_INITIALISMS = frozenset(
    """ai api asic bvi cas cast cec ceo cpi csr dna ecu est eta etc eu fbi fda gdp gps hit ibm icd
    id iot ip ips ipo is isp iss ism it ivf ltd mac mba msn nato nba ngo npo ntu oecd pc pdf pr ras
    rt sas sci sms tv uae uk un us usa usc usd vip vpn who wto""".split()
)

# The document speaks of the academic world: settles the initialism of an institution.
ACADEMIC_CUES = tuple(
    f" {word} ".encode()
    for word in """university universities institute professor professors researcher researchers
    research scientist scientists campus student students laboratory faculty graduate academic
    universite universites institut professeur professeurs professeure chercheur chercheurs
    chercheuse chercheuses recherche recherches etudiant etudiants etudiante etudiantes
    laboratoire scientifiques universitaire""".split()
)

# Words that turn an initialism into something else: "MIT License", "MIT Technology Review".
NOT_THE_INSTITUTION = (
    (b"license", b"licence", b"licensed", b"licenced"),
    (b"technology review",),
)

# What a country is called in the press: names, adjectives, its capital and telling cities.
_COUNTRY_WORDS = {
    "AE": "united arab emirates,emirates,uae,emirati,dubai,abu dhabi,sharjah,emirats",
    "AF": "afghanistan,afghan,afghans,kabul,kaboul,afghane",
    "AM": "armenia,armenian,yerevan,armenie,armenien",
    "AT": "austria,austrian,vienna,autriche",
    "AU": "australia,australian,sydney,melbourne,australie",
    "AZ": "azerbaijan,baku,azerbaidjan",
    "BA": "bosnia,bosnian,sarajevo,bosnie",
    "BD": "bangladesh,dhaka",
    "BE": "belgium,belgian,brussels,belgique,belge",
    "BG": "bulgaria,bulgarian,sofia,bulgarie,bulgare",
    "BR": "brazil,brazilian,sao paulo,bresil",
    "BY": "belarus,belarusian,belarussian,minsk,bielorussie,bielorusse",
    "CA": "canada,canadian,ottawa,toronto,canadien",
    "CH": "switzerland,swiss,zurich,geneva,suisse",
    "CN": "china,chinese,beijing,shanghai,shenzhen,hangzhou,guangzhou,guangdong,wuhan,xinjiang,"
    "hong kong,nanjing,tianjin,hefei,chine,chinois,chinoise,chinoises,pekin,prc",
    "CR": "costa rica,costa rican",
    "CY": "cyprus,cypriot,nicosia,limassol,chypre,chypriote",
    "CZ": "czech,prague,tcheque",
    "DE": "germany,german,berlin,munich,allemagne,allemand,allemande",
    "EC": "ecuador,quito",
    "EE": "estonia,estonian,tallinn,estonie",
    "EG": "egypt,egyptian,cairo,egypte,egyptien,le caire",
    "ES": "spain,spanish,madrid,espagne,espagnol",
    "FI": "finland,finnish,helsinki,finlande",
    "FR": "france,french,paris,francais,francaise",
    "GB": "united kingdom,britain,british,london,england,uk,royaume uni,britannique,londres",
    "GE": "georgian,tbilisi,georgie",
    "GR": "greece,greek,athens,grece",
    "HK": "hong kong,kowloon,china,chinese,chine,chinois",
    "HU": "hungary,hungarian,budapest,hongrie",
    "ID": "indonesia,indonesian,jakarta,indonesie",
    "IE": "ireland,irish,dublin,irlande",
    "IL": "israel,israeli,tel aviv,israelien,israelienne",
    "IN": "india,indian,new delhi,mumbai,inde,indien,indienne",
    "IQ": "iraq,iraqi,baghdad,irak,irakien,bagdad",
    "IR": "iran,iranian,tehran,teheran,iranien,iranienne,iraniens",
    "IT": "italy,italian,rome,milan,italie,italien",
    "JO": "jordan,jordanian,amman,jordanie",
    "JP": "japan,japanese,tokyo,japon,japonais",
    "KE": "kenya,kenyan,nairobi",
    "KG": "kyrgyzstan,kyrgyz,bishkek,kirghizistan",
    "KP": "north korea,north korean,pyongyang,coree du nord",
    "KR": "south korea,south korean,korea,korean,seoul,coree,sud coreen",
    "KW": "kuwait,kuwaiti,koweit",
    "KZ": "kazakhstan,kazakh,almaty,astana",
    "LA": "laos,lao,vientiane",
    "LB": "lebanon,lebanese,beirut,liban,libanais,beyrouth",
    "LT": "lithuania,lithuanian,vilnius,lituanie",
    "LU": "luxembourg",
    "LV": "latvia,latvian,riga,lettonie",
    "MD": "moldova,moldovan,chisinau,moldavie",
    "MM": "myanmar,burma,burmese,yangon,birmanie",
    "MO": "macau,macao,china,chinese",
    "MT": "malta,maltese,malte",
    "MX": "mexico,mexican,mexique",
    "MY": "malaysia,malaysian,kuala lumpur,malaisie",
    "NL": "netherlands,dutch,amsterdam,pays bas,neerlandais",
    "NO": "norway,norwegian,oslo,norvege",
    "NP": "nepal,nepali,kathmandu",
    "NZ": "new zealand,auckland",
    "OM": "oman,omani,muscat",
    "PA": "panama",
    "PE": "peru,peruvian,lima",
    "PK": "pakistan,pakistani,islamabad,karachi,lahore,pakistanais",
    "PL": "poland,polish,warsaw,pologne,polonais",
    "PT": "portugal,portuguese,lisbon",
    "PY": "paraguay",
    "QA": "qatar,qatari,doha",
    "RO": "romania,romanian,bucharest,roumanie",
    "RS": "serbia,serbian,belgrade,serbie",
    "RU": "russia,russian,russians,moscow,kremlin,st petersburg,russie,russe,russes,moscou",
    "SA": "saudi arabia,saudi,riyadh,arabie saoudite,saoudien",
    "SC": "seychelles",
    "SE": "sweden,swedish,stockholm,suede,suedois",
    "SG": "singapore,singaporean,singapour",
    "SI": "slovenia,slovenian,ljubljana,slovenie",
    "SK": "slovakia,slovak,bratislava,slovaquie",
    "SY": "syria,syrian,damascus,aleppo,syrie,syrien,damas",
    "TH": "thailand,thai,bangkok,thailande",
    "TR": "turkey,turkiye,turkish,istanbul,ankara,turquie,turc,turque",
    "TW": "taiwan,taiwanese,taipei,taiwanais",
    "UA": "ukraine,ukrainian,kyiv,kiev,crimea,crimean,crimee,ukrainien",
    "US": "united states,american,america,washington,etats unis,americain,americaine,massachusetts",
    "UZ": "uzbekistan,uzbek,tashkent,ouzbekistan",
    "VG": "british virgin islands,bvi,tortola",
    "VN": "vietnam,vietnamese,hanoi",
    "YE": "yemen,yemeni,sanaa",
    "ZA": "south africa,south african,johannesburg,afrique du sud",
}
COUNTRY_WORDS = {
    code: tuple(f" {word} ".encode() for word in words.split(","))
    for code, words in _COUNTRY_WORDS.items()
}
