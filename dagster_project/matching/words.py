"""What the matcher knows about words: forms, abbreviations, other languages, places.

Here: tables of words, in lower-case ASCII unless a table says otherwise. Not here: how words are
cut out of a name or weighed. A word is *distinguishing* when no table here explains it away.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP = _set(
    """a an the of and for at in on to by with from as or
    de du des la le les l d et en au aux pour sur
    der die das den dem des und fur von vom zu zur im am
    del della delle di da dos do das y e el los las al ul w i v vo na po ve dlya iz
    no tab amp nbsp"""
)

# Of these, the ones that tie what follows to what stands before.
LINKS = _set("of for de du des der del della do da fur von")

# Words that say "this is a company of this form"; a different form is weak evidence against.
LIMITED, STOCK, INCORPORATED, PARTNER, NONPROFIT = 1, 2, 3, 4, 5
_FORMS = {
    LIMITED: """ltd limited llc gmbh ooo liability obshchestvo ogranichennoi ogranichennoy
        otvetstvennostyu sarl srl bv ltda sirketi sti pvt pte private sdn bhd fze fzc fzco fzllc
        wll youxian gongsi kft oy doo spzoo zoo lda eood uab obshestvo""",
    STOCK: """jsc ojsc cjsc pjsc joint stock ao oao zao pao ag plc nv asa aktsionernoe
        aktsionernoye publichnoe publichnoye otkrytoe zakrytoe anonim spa kgaa se ab as
        aktiengesellschaft sa sas""",
    INCORPORATED: """inc incorporated corp corporation co company companies societe firma firm
        kompaniya unternehmen pty kk kabushiki kaisha cie""",
    PARTNER: "lp llp kg ohg ug scs sca",
    NONPROFIT: "ano npo fgup fgbu fgu fgbun foundation stiftung ev",
}
FORMS = {word: form for form, words in _FORMS.items() for word in words.split()}
for _kept in ("npo", "foundation", "stiftung"):
    del FORMS[_kept]

# The long and the short of a form, where names are compared letter by letter.
SHORT_FORMS = {
    "limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc",
    "joint": "j", "stock": "s", "liability": "l", "private": "pvt", "open": "o", "public": "p",
    "aktsionernoe": "a", "obshchestvo": "o",
}  # fmt: skip

# One spelling for the words institutions are called by: abbreviations and other languages.
_SAME = {
    "university": """univ unive univer univers universit universite universitat universitaet
        universiteit universitet universitat universidad universidade universita universitas
        universities universitetet uniwersytet univerzita univerzitet univerza yliopisto
        egyetem universiti uni universitesi universitatea universytet unversity univeristy
        daxue daneshgah""",
    "institute": """inst instit institut instituto institutes instytut istituto institutet
        institutu instituut enstitusu intezet insitute pajoheshgah institution institutions""",
    "technology": """tech techn technol technologies technologie technologia tecnologia
        tecnologica technologii tekhnologii tekhnologiy technologique technologiques
        technological technologic technologically teknoloji tecnologias technolgy jishu
        techology technologiya teknologi""",
    "science": """sci sciences scien ciencia ciencias scienze wissenschaft wissenschaften nauk
        nauka scientific scientifique scientifiques wissenschaftliche vetenskap scienc nauki""",
    "research": """res recherche recherches forschung forschungs investigacion investigaciones
        ricerca pesquisa onderzoek forskning rsch issledovaniy researches""",
    "academy": """acad academie akademie akademiya academia accademia akademi akademii
        akademia acadamy academies""",
    "center": """centre ctr centr centro zentrum tsentr centrum centers centres cntr cent
        centar merkezi markaz""",
    "laboratory": """lab labs laboratories laboratoire laboratoires laboratorio laboratorium
        labo laboratoriya laborator""",
    "engineering": """eng engn engin engg engng engr ingenierie ingenieria ingenieurwesen
        ingegneria engenharia genie engineerin engineers""",
    "national": """natl nat nationale nationaux nacional nationales nationaler nazionale
        natsionalny nationalen nasional nation""",
    "international": """int intl internationale internacional internationales internationaler
        mezhdunarodny internat internatl internationl""",
    "telecommunication": """telecom telecomm telecommun telecommunications telecoms
        telecommunicaciones telecommunicacions telecommunicat telekommunikation
        telecomunicaciones telecomunicazioni telecommuni telecommunic telec teleco""",
    "communication": "commun comm communications comms kommunikation svyazi",
    "post": "posts postes posten postal",
    "electronic": """electronics electron electronique electroniques elektronik elektronische
        elettronica electronica elektroniki elektronika elec elect electr dianzi""",
    "electrical": "electric electrique electriques elektrische elektrisch",
    "aeronautic": """aeronautics aeronautical aeronaut aeronautique aeronautiques aero
        luftfahrt aeronautica aeronautico hangkong""",
    "astronautic": """astronautics astronautical astronaut astronautique astronautiques
        raumfahrt astronautica hangtian""",
    "polytechnic": """polytechnical polytech polytechn polytechnique politecnico politecnica
        polytechnische polytechnisch polytechnics politehnica""",
    "microelectronic": """microelectronics microelectron microelectroniques microelectronique
        mikroelektronik mikroelektroniki mikroelektronika microelectr""",
    "optoelectronic": "optoelectronics optoelectron optoelectroniques optoelectronique",
    "semiconductor": """semiconductors semicond semicon semi bandaoti semiconducteur
        semiconducteurs halbleiter""",
    "chemistry": "chem chimie chemie quimica chimica khimii",
    "chemical": "chimique chimiques chemische",
    "physics": "phys physique physik fisica fizyki fiziki",
    "mathematics": "math maths mathematiques mathematik matematica matematicas",
    "mechanic": "mechanics mechanical mech mecanique mecaniques",
    "material": "materials mater materiaux materialien werkstoffe",
    "computer": "computers comput informatique informatik",
    "computing": "jisuan",
    "information": "inform informational informations xinxi informatsionnye",
    "management": "mgmt manage manag",
    "environment": "environmental environ envir environm",
    "medicine": "medical med medecine medizin medicina medizinische medicale",
    "department": """dept dep departments departement departamento depart abteilung dipartimento
        departmen""",
    "college": "coll coll colleges",
    "school": "sch schools ecole schule escuela hochschule",
    "faculty": "fac faculte fakultat fakultaet facultad faculdade facolta faculties",
    "hospital": "hosp hopital hopitaux krankenhaus hospitals klinikum hospitalier ospedale",
    "division": "div divisions",
    "association": "assoc assn associates verband obedinenie obyedinenie",
    "society": "soc",
    "industry": """ind industries industrie industrial industriel industrielle industriels
        industrial industrielles industr san sanayi gongye promyshlennost promyshlennosti""",
    "manufacturing": "mfg manuf manufacture manufacturer manufacturers",
    "development": "dev devel develop developement fazhan desarrollo entwicklung developing",
    "system": "systems sys syst systemes systeme sistemy sistem sistemas",
    "equipment": "equip equipments ausrustung equipements shebei",
    "enterprise": "enterprises predpriyatie predpriyatiya unternehmens entreprise",
    "production": "proizvodstvennoe proizvodstvennaya proizvodstvo",
    "plant": "zavod factory usine werk works fabrik",
    "bureau": "byuro buro",
    "design": "konstruktorskoe konstruktorsky conception",
    "group": "grp groupe gruppe gruppa groups jituan",
    "holding": "holdings kholding",
    "trade": "trading handel ticaret tijarat maoyi commerce commercial",
    "service": "services",
    "solution": "solutions",
    "import": "ithalat importing imports",
    "export": "ihracat exporting exports",
    "foreign": "dis",
    "device": "devices",
    "component": "components compon komponent",
    "network": "networks",
    "instrument": "instruments instrumentation pribor",
    "product": "products produkte",
    "circuit": "circuits",
    "space": "spatial spatiale espace",
    "defense": "defence def verteidigung",
    "labor": "labour",
    "program": "programme programs programmes",
    "organization": "organisation organizations organizatsiya org",
    "fundamental": "fundamentals",
    "state": "gosudarstvenny gosudarstvennoe gosudarstvennyi etat staats",
    "federal": "federalnoe federalny federalnyi",
    "general": "gen",
    "central": "tsentralny tsentralnoe",
    "advanced": "adv advance",
    "automation": "automatic autom automatique automatisierung avtomatiki automatics",
    "agricultural": "agriculture agric agr agricole agronomy",
    "normal": "normale",
    "ocean": "oceans",
    "missile": "missiles",
    "ship": "ships",
    "vehicle": "vehicles",
    "military": "militaire",
    "bank": "banque banco banca",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "north": "nord northern",
    "south": "sud southern",
    "china": "chine chinas kina chinese chinois chinoise chinesische chinesischen cina prc",
    "russia": "russie russland russian russe rossiya rossiskoi rossiiskoi rusia federation",
    "beijing": "peking pekin pekins bejing",
    "nanjing": "nanking nankin",
    "tianjin": "tientsin",
    "guangzhou": "canton kanton",
    "chongqing": "chungking",
    "xian": "sian xi'an hsian",
    "chengdu": "chengtu",
    "moscow": "moscou moskau moskva moskovsky moskovskiy",
    "petersburg": "sankt",
    "hongkong": "hk",
    "sichuan": "szechuan sechuan szechwan setchouan",
    "harbin": "kharbin",
    "academician": "akademika akademikov academicians",
    "shenzhen": "shen-zhen",
    "iran": "iranian iranienne",
    "republic": "re0",
    "named": "imeni",
}
SAME = {
    spelling: word.strip() for word, spellings in _SAME.items() for spelling in spellings.split()
}

# More of them, for two names that are compared alone (`pairs`): a list has its own words, and the
# index's score was trained with the table above.
_MEANS = {
    "plant": "werke fabrika fabbrica fabrique fabrica",
    "russia": "rossii rossiyskaya rossiyskiy rossiyskoe rossiiskaya rossiiskii",
    "shipyard": "verf werft astillero astilleros chantiers tersanesi",
    "named": "im",
    "and": "e ye",
    "house": "dom",
    "concern": "kontsern konzern",
    "plc": "abp oyj",
    "llc": "sro aps tov taa",
    "jsc": "aat zat sal",
    "company": """fgup fsue gup gesellschaft compania companhia compagnie compagnia kompani
        kompania kompaniia sherkat sharikat sirket spolecnost""",
    "bank": "banka bankasi banken banki",
    "trade": """torgovy torgovyy torgovyi torgovaya torgovoe tejarat tejari bazargani bazarghani
        tijari comercio commercio comercial commerciale handels handelsgesellschaft handlowa
        handlowe trgovina""",
    "industry": """industria industrias industriale industriali industriya industriell
        promyshlennaya promyshlenny promyshlennyy sanat sanaye sanayeh przemysl przemyslowe""",
    "energy": "energie energia enerji energiya energetika energetyka",
    "association": """obedineniye asociacion associazione associacao assotsiatsiya stowarzyszenie
        dernegi anjoman""",
    "organization": "organizacion organizacao organizzazione organizacja sazman sazeman teskilati",
    "research": """issledovatelskiy issledovatelsky issledovatelskii issledovaniya arastirma
        badania tahghighat tahqiqat pazhuhesh""",
    "science": """nauchno nauchny nauchnyy nauchnaya naukowy scientifica scientifico cientifica
        cientifico""",
    "hospital": "hastanesi szpital bolnitsa bimarestan mustashfa",
    "school": "okulu szkola shkola scuola escola",
    "university": "universiteti universytetu uniwersytetu",
    "institute": "moasseseh moassese muessesesi instytutu instituti",
    "holding": "beteiligungsgesellschaft beteiligungen holdingi hldg hldgs",
    "society": "sociedad sociedade societa vereniging obshchestva",
    "service": """servicios servicos servizi dienstleistungen uslugi hizmetleri khadamat svc svcs
        serv""",
    "system": "systemy sistemleri",
    "communication": "comunicaciones comunicacoes comunicazioni haberlesme lacznosc mokhaberat",
    "equipment": "oborudovanie ekipman equipos tajhizat",
    "production": """produccion producao produzione produktion uretim tolid produkcja
        proizvodstvennyy""",
    "enterprise": "empresa empresas impresa imprese entreprises przedsiebiorstwo predpriyatiye",
    "development": """sviluppo developpement desenvolvimento kalkinma razvitie razvitiya rozwoju
        tose towse""",
    "military": "voennyy voenny militar askeri wojskowy nezami",
    "defense": "defensa difesa savunma obrony oborona oborony",
    "center": "tsentra centralne merkez",
    "management": "gestion gestao gestione verwaltung yonetim upravlenie upravleniya zarzadzanie",
    "general": "generalny generalnyy",
    "technology": "tekhnologiya",
    "state": "stato statale estatal panstwowy devlet dolati gosudarstvennyy",
    "vehicle": "fahrzeuge vehicules vehiculos veicoli arac",
    "material": "materiali materiales materialy malzeme",
    "chemical": "chemicals",
    "insurance": """assurance assurances versicherung versicherungen versicherungs
        versicherungsgesellschaft seguro seguros assicurazione assicurazioni sigorta ubezpieczen
        ubezpieczenia strakhovanie strakhovaya strakhovoe verzekering verzekeringen bimeh
        insurances ins""",
    "reinsurance": """ruckversicherung ruckversicherungs ruckversicherungsgesellschaft
        reassurance reaseguros riassicurazioni""",
    "oil": "petroleum petroleos petrole petroles petrolio neft naft erdol",
    "steel": "stahl acier aciers acero aceros acciaio acciaierie celik staal foolad foulad fulad",
    "aviation": """aviatsiya aviatsii aviacion aviacao aviazione havacilik lotnictwo
        luftfahrtgesellschaft""",
    "airlines": "airline aerolineas aviakompaniya havayollari",
    "shipping": """reederei naviera denizcilik keshtirani kashtirani schiffahrt schifffahrt
        sudokhodstvo""",
    "transport": """transports transporte transportes trasporti transportation tasimacilik
        transportnaya""",
    "construction": """constructions construccion construcciones construcao construcoes
        costruzioni stroitelstvo stroitelstva stroitelnaya insaat budowlane budownictwo""",
    "investment": """investments invest inversion inversiones investimento investimentos
        investimenti investissement investissements yatirim inwestycje investitsii
        investitsionnaya sarmayeh""",
    "finance": """financial finanz finanzas finanzen finanza financiera financiere finans
        finansal finansy finansovaya financas""",
    "electricity": """electricite electricidad eletricidade elettricita elektrizitat
        elektrizitatswerke""",
    "water": "eau eaux agua aguas acqua wasser",
    "food": "foods lebensmittel alimentos alimentari gida pishchevaya",
    "pharmaceutical": """pharmaceuticals pharma farma farmaceutica farmaceutici pharmaceutique
        pharmazeutische ilac""",
    "motor": "motors motoren moteurs motori motores",
    "automobile": """automotive automobiles automobil automobili automoviles avtomobilny otomotiv
        otomobil""",
    "machine": "machines maschinen maquinas macchine makina makine",
    "machinery": "maschinenbau mashinostroenie mashinostroeniya mashinostroitelny",
    "railway": """bahn railways railroad railroads ferrocarril ferrocarriles ferrovie eisenbahn
        eisenbahnen demiryollari""",
    "mining": "minera minero bergbau mineria madencilik",
    "metal": "metals metall metalle metaux metales metalli",
    "foundation": "stiftung fondation fundacion fundacao fondazione vakfi fundacja",
    "fund": "funds fonds fondo fondos fundo fundos fundusz fonu",
    "trust": "trusts treuhand",
    "ministry": """ministere ministerio ministero ministerium ministerstvo ministerstwo bakanligi
        vezarat wizarat""",
    "agency": "agence agencia agenzia agentur agentstvo ajansi agencja agencies",
    "committee": "comite comitato komitet komitee komitesi",
    "council": "consejo consiglio conselho konseyi sovet",
    "cooperative": "cooperativa kooperatif kooperativ genossenschaft spoldzielnia",
    "consulting": "consultoria consulenza danismanlik konsalting",
    "airport": "flughafen aeroport aeropuerto aeroporto havalimani",
    "branch": "filial filiale niederlassung zweigniederlassung succursale sucursal oddzial subesi",
    "united": "vereinigte vereinigten unidos unidas unis birlesik obedinennaya obyedinennaya",
    "world": "welt mondiale mundial dunya mirovoy",
    "people": "peoples",
    "technical": "technische technisches tecnico tecnica tekhnicheskiy tekhnichesky techniczny",
    "property": """properties immobilien immobiliere inmobiliaria immobiliare gayrimenkul
        nedvizhimost props""",
    "germany": """german deutschland deutsche deutscher deutsches deutschen allemagne allemande
        alemania""",
    "france": "french frankreich francaise francais francia",
    "italy": "italia italian italiana italiano italienische italie",
    "spain": "espana espanola espanol spanish spanien espagne",
    "switzerland": "swiss schweiz schweizerische schweizerischer suisse svizzera suiza",
    "austria": "austrian osterreich osterreichische oesterreich oesterreichische",
    "netherlands": "dutch holland nederland nederlandse niederlande",
    "turkey": "turkish turkiye",
    "poland": "polish polska polskie polski",
    "japan": "japanese japon",
    "korea": "korean coree",
    "india": "indian",
    "sweden": "swedish svenska sverige",
    "denmark": "danish danske danmark",
    "finland": "finnish suomen suomi",
    "brazil": "brasil brasileira brasileiro brazilian",
    "ukraine": "ukrainian ukraina ukrainy",
    "belarus": "belarusian byelorussian belorusskiy",
    "canada": "canadian",
    "australia": "australian",
    "america": "american amer",
    "health": """sante gesundheit gesundheits salud salute saude saglik zdravookhraneniya
        zdorovya behdasht""",
    "right": "rights droits droit derechos diritti direitos",
    "european": """europe europeen europeenne europaische europaischer europaisches europea
        europeo europeia avrupa evropeyskiy""",
    "bavaria": "bavarian bayerische bayerischer bayern",
    "doctor": "doctors medecins medicos arzte",
    "border": "borders frontieres fronteras grenzen",
    "without": "sans ohne sin senza sem",
    "red": "rouge rotes rote roja rojo rossa krasny krasnyy krasnaya",
    "cross": "croix kreuz cruz croce",
    "monetary": "monetaire monetario monetaria",
    "labor": "travail trabajo lavoro trabalho",
    "atomic": "atomique atomica atomico atomnoy atomnaya",
    "nuclear": "nucleaire nuklear yadernyy yaderny",
    "police": "polizei policia polizia",
    "army": "armee ejercito esercito armiya exercito",
    "party": "parti partei partido partito partiya",
    "workers": "travailleurs trabajadores arbeiter lavoratori",
    "front": "frente",
    "popular": "populaire popolare",
    "savings": "sparkasse ahorro ahorros epargne risparmio",
    "credit": "credito kredit kredi",
    "mortgage": "hypothek hypotheken hipotecario hypothecaire",
    "mutual": "mutuelle mutua mutuelles",
    "life": "vie vida leben lebens",
    "beer": "bier cerveza birra biere",
    "brewery": "breweries brauerei brasserie brasseries cerveceria",
    "tobacco": "tabac tabak tabacos",
    "sugar": "zucker sucre azucar acucar",
    "cement": "zement ciment cemento cimento cimenteries",
    "paper": "papier papel",
    "glass": "glas verre vidrio vetro",
    "wood": "holz bois madera legno",
    "press": "presse prensa stampa",
    "publishing": "verlag publishers publisher editora",
    "solution": "losungen soluciones soluzioni",
    "brothers": "bros freres gebruder hermanos fratelli irmaos kardesler bratya",
    "sons": "fils sohne hijos figli",
    "royal": "koninklijke kongelige kunglig konigliche",
    "east": "eastern ost",
    "west": "western ouest oeste",
    "new": "neue neuer neues nouvelle nouveau nueva nuevo yeni novy novyy novaya",
    "great": "grand grande grosse",
    "government": "govt gobierno gouvernement regierung",
    "resource": "resources recursos ressources",
    "corporation": "korporatsiya korporatsia corporacion",
    "film": "films",
    "music": "musik musique musica",
    "television": "tv fernsehen televisione",
    "city": "stadt ville ciudad",
    "peace": "paix paz frieden pace",
    "revolution": "revolutionary revolucion revolutionnaire enghelab",
    "islamic": "islami islamiya islamiyya eslami islamica islamique islamischer",
    "liberation": "liberacion befreiung",
    "force": "forces",
    "unity": "unite unidad einheit",
    "sea": "morskoy morskaya mer meer mare",
    "river": "rechnoy",
    "petrochemical": "petrochemicals petroquimica petrochimie petrokimya neftekhim",
    "refinery": "refineries raffinerie refineria palayesh palayeshgah raffineria refining",
    "aluminum": "aluminium",
    "copper": "cobre cuivre kupfer",
    "gold": "oro",
    "telecommunication": "telekom",
    "securities": "wertpapier valores titres",
    "exchange": "sarafi sarrafi borse bourse bolsa birzha borsa",
    "customs": "zoll douane aduana",
    "tax": "steuer",
    "security": "sicherheit securite seguridad sicurezza bezopasnost bezopasnosti guvenlik",
    "information": "informacion",
    "office": "oficina ofis",
    "north": "norte severny severnyy severnaya",
    "south": "yuzhny yuzhnyy yuzhnaya",
    "central": "centrale zentrale",
    "special": "spetsialnyy spetsialny especial",
}
MEANS = SAME | {
    spelling: word for word, spellings in _MEANS.items() for spelling in spellings.split()
}

# Words and Russian initials that stand for several words of what a body is.
SPELLED_OUT = {
    "npo": "research production association", "npp": "research production enterprise",
    "npk": "research production corporation", "npts": "research production center",
    "fnpts": "federal research production center", "nii": "research institute",
    "tsnii": "central research institute", "vnii": "all russia research institute",
    "okb": "design bureau", "kb": "design bureau", "skb": "special design bureau",
    "tskb": "central design bureau", "mkb": "machine building design bureau",
    "goskb": "state design bureau", "gskb": "state design bureau",
    "bundesministerium": "federal ministry",
}  # fmt: skip

# Lines of business: many firms of one name differ in them, many firms of one line in the name.
TRADES = _set(
    """insurance reinsurance oil gas petrochemical steel iron aviation airlines airport shipping
    transport construction finance electricity water food pharmaceutical motor automobile machine
    machinery railway mining metal metallurgical consulting property telecommunications media
    cooperative technical textile paper cement tobacco aerospace aircraft hotel hotels tourism
    shipyard house al health savings mutual beer brewery sugar glass wood press publishing film
    music radio television refinery aluminum copper gold atomic exchange resource islamic"""
)

# What a firm calls others of its house by: with one of these it is another party.
AFFILIATES = _set(
    """management insurance reinsurance leasing lease finance investment capital asset assets
    securities life media property realty estate logistics ventures marketing sales
    consulting brokerage terminal"""
)

# Words of which every list is full: alone they distinguish nothing.
GENERIC = _set(
    """university institute technology science research academy center laboratory engineering
    national international telecommunication communication electronic electrical
    semiconductor microelectronic optoelectronic chemistry chemical physics mathematics mechanic
    material computer information management environment medicine association society industry
    manufacturing development system equipment enterprise production plant bureau design group
    holding trade service solution import export foreign device component network instrument
    product circuit state federal general central advanced automation organization college school
    hospital public open closed global solutions limited special branch unit building machine
    machinery concern technical power energy data digital software control security defense
    military aviation space marine logistics transport construction investment integrated
    intelligent innovation precision optical materials supply new business head office named
    academician experimental computing applied all scientifically non bank fund council ministry
    administration agency committee commission authority key joint republic province city
    economics education arts law health life north south east west northern southern eastern
    western first second third fourth one two three industrial park republics people peoples
    electro commercial world
    molecular cell cells cellular biology biological biochemistry biophysics biotechnology
    biomedical bioengineering biosciences bioinformatics genomics genetics microbiology immunology
    neuroscience neurosciences neurology pharmacology pharmacy pharmaceutical physiology pathology
    oncology cardiology psychology psychiatry epidemiology ecology evolution statistics
    diseases disease clinical surgery medicinal human animal plants brain care studies study
    natural food internal developmental computational translational imaging veterinary social
    basic foundation resources integrative trust cognitive dentistry population physical
    theoretical pediatric pediatrics mental radiology anatomy nutrition tropical rehabilitation
    drug earth informatics structural core mathematical nursing analysis oral metabolism civil
    graduate synthesis infectious cars best sinai mount campus royal saint san jose
    asia europe star high speed independent establishment nauchno
    issledovatelskiy issledovatelsky issledovatelski proizvodstvennoe im making"""
)

# Words by which a firm says that it is one of several: they tell the least.
SHELLS = _set("group concern enterprise society al")

# Of an investment vehicle, of which the next of a series differs in its number alone.
VEHICLES = _set(
    """fund trust trusts lp partners capital equity ventures investors securities series
    mortgage mortgages loan loans receivables securitization securitisation certificates notes
    funding acquisition reit clo cdo sicav sicar fcpr investment partnership realty estate income
    feeder buyout opportunity opportunities coinvest coinvestment backed receivable issuance owner
    conduit pool spv venture"""
)

# Parts of an institution: they stand beside its name and do not make it another one.
UNIT = _set(
    """department school faculty division hospital college laboratory section unit clinic campus
    branch graduate program key workshop team office affiliated center group institute ward
    affiliate teaching people peoples children childrens second first third stomatology cancer
    women press library"""
)

# What sort of body it is. Two different sorts are evidence against.
KINDS = {
    "university": 1,
    "college": 1,
    "school": 1,
    "academy": 2,
    "institute": 2,
    "hospital": 4,
    "bank": 8,
    "plant": 16,
    "bureau": 16,
    "ministry": 32,
    "airlines": 64,
    "hotel": 128,
    "restaurant": 128,
    "museum": 256,
}

# Places, and the country each points to. Multi-word places stand by their telling word.
_PLACES = {
    "CN": """china beijing shanghai tianjin chongqing shenzhen guangzhou guangdong nanjing jiangsu
        suzhou wuxi hangzhou zhejiang ningbo wuhan hubei hunan changsha sichuan chengdu xian
        shaanxi shanxi taiyuan harbin heilongjiang dalian liaoning shenyang jilin changchun hebei
        shijiazhuang henan zhengzhou luoyang shandong qingdao jinan yantai anhui hefei fujian
        xiamen fuzhou jiangxi nanchang yunnan kunming guizhou guiyang gansu lanzhou xinjiang
        urumqi ningxia mongolia hainan haikou guangxi nanning zhuhai dongguan foshan mianyang
        zhuzhou xuzhou changzhou nantong kunshan baotou langfang baoding tangshan weihai
        qinghai tibet lhasa chinese""",
    "HK": "hongkong kowloon",
    "TW": "taiwan taipei hsinchu tainan taichung kaohsiung",
    "RU": """russia moscow petersburg leningrad novosibirsk yekaterinburg kazan zelenograd tomsk
        samara omsk perm tula dubna troitsk protvino obninsk sarov chelyabinsk nizhny novgorod
        voronezh rostov ufa krasnoyarsk irkutsk vladivostok krylov kaluga kaliningrad ryazan
        tver penza saratov volgograd siberian ural skolkovo pushchino kolomna""",
    "BY": "belarus minsk belarusian",
    "UA": "ukraine kyiv kiev kharkiv odessa lviv ukrainian crimea sevastopol simferopol",
    "IR": "iran tehran isfahan shiraz mashhad tabriz qom esfahan karaj",
    "PK": "pakistan islamabad karachi lahore rawalpindi peshawar",
    "IN": """india delhi mumbai bangalore bengaluru chennai hyderabad kolkata pune lucknow
        kharagpur kanpur bombay madras indian""",
    "AE": "dubai sharjah emirates uae abu dhabi ajman",
    "TR": "turkey turkiye istanbul ankara izmir turkish",
    "US": """usa america california york texas massachusetts boston illinois chicago
        pennsylvania washington michigan ohio florida carolina georgia virginia maryland
        wisconsin minnesota arizona colorado indiana tennessee missouri american seattle houston
        berkeley pittsburgh philadelphia baltimore stanford""",
    "GB": """uk england london britain scotland wales oxford cambridge edinburgh manchester
        british kingdom birmingham glasgow""",
    "DE": "germany deutschland berlin munich munchen hamburg frankfurt heidelberg german",
    "FR": "france paris lyon toulouse marseille grenoble french",
    "JP": "japan tokyo osaka kyoto nagoya japanese tsukuba sendai",
    "KR": "korea seoul busan pusan daejeon korean incheon daegu",
    "SG": "singapore",
    "MY": "malaysia kuala lumpur malaysian",
    "CA": "canada ontario toronto montreal quebec vancouver alberta canadian ottawa",
    "AU": "australia sydney melbourne queensland brisbane australian",
    "IT": "italy italia rome roma milan milano italian",
    "ES": "spain espana madrid barcelona spanish",
    "NL": "netherlands amsterdam rotterdam dutch",
    "CH": "switzerland schweiz suisse svizzera zurich geneva lausanne swiss",
    "SE": "sweden stockholm uppsala swedish",
    "BR": "brazil brasil paulo",
    "MX": "mexico",
    "SA": "saudi riyadh arabia",
    "IL": "israel jerusalem haifa aviv israeli",
    "EG": "egypt cairo",
    "IQ": "iraq baghdad mosul",
    "SY": "syria damascus aleppo",
    "LB": "lebanon beirut",
    "AF": "afghanistan kabul",
    "PL": "poland warsaw polish",
    "FI": "finland helsinki finnish",
    "BE": "belgium brussels",
    "AT": "austria osterreich oesterreich vienna austrian",
    "DK": "denmark copenhagen danish",
    "NO": "norway oslo",
    "PT": "portugal lisbon",
    "GR": "greece athens",
    "CZ": "czech prague",
    "KZ": "kazakhstan almaty astana",
    "VN": "vietnam hanoi",
    "TH": "thailand bangkok",
    "ID": "indonesia jakarta",
    "ZA": "africa johannesburg",
    "IE": "ireland dublin",
    "AM": "armenia yerevan",
    "KG": "kyrgyzstan bishkek",
    "UZ": "uzbekistan tashkent",
    "CY": "cyprus nicosia limassol",
}
PLACES = {word: code for code, words in _PLACES.items() for word in words.split()}
COUNTRY_BITS = {code: 1 << bit for bit, code in enumerate(_PLACES)}
# Places that are one another's evidence: entities here are listed under either.
for _code in ("HK",):
    COUNTRY_BITS[_code] |= COUNTRY_BITS["CN"]
COUNTRY_BITS["MO"] = COUNTRY_BITS["CN"]

# Chinese, longest first when applied; traditional characters are simplified before.
CHINESE = {
    # Institutions and firms whose English name is no translation word by word.
    "哈尔滨工业大学": "harbin institute of technology",
    "北京理工大学": "beijing institute of technology",
    "西北工业大学": "northwestern polytechnical university",
    "哈尔滨工程大学": "harbin engineering university",
    "南京理工大学": "nanjing university of science and technology",
    "中国科学技术大学": "university of science and technology of china",
    "中国科技大学": "university of science and technology of china",
    "电子科技大学": "university of electronic science and technology of china",
    "西安电子科技大学": "xidian university",
    "南京大学": "nanjing university",
    "国防科学技术大学": "national university of defense technology",
    "国防科技大学": "national university of defense technology",
    "中国工程物理研究院": "chinese academy of engineering physics",
    "华南理工大学": "south china university of technology",
    "大连理工大学": "dalian university of technology",
    "武汉理工大学": "wuhan university of technology",
    "空军工程大学": "air force engineering university",
    "华中科技大学": "huazhong university of science and technology",
    "中芯国际": "semiconductor manufacturing international",
    "旷视": "megvii",
    "依图": "yitu",
    "商汤": "sensetime",
    "海康威视": "hikvision",
    "科大讯飞": "iflytek",
    "大疆": "dji",
    "浪潮": "inspur",
    "寒武纪": "cambricon",
    "曙光": "sugon",
    "鹏城": "peng cheng",
    "烽火": "fiberhome",
    "长江存储": "yangtze memory",
    "云从": "cloudwalk",
    "云天励飞": "intellifusion",
    "美亚柏科": "meiya pico",
    "奇虎": "qihoo",
    "中兴": "zte",
    "海思": "hisilicon",
    "东方网力": "netposa",
    "海光": "higon",
    "龙芯": "loongson",
    "飞腾": "phytium",
    "微电子装备": "micro electronics equipment",
    "华大基因": "bgi",
    "北方华创": "naura",
    "中微": "amec",
    "盛美": "acm",
    "拓荆": "piotech",
    "芯原": "verisilicon",
    "大学": "university",
    "学院": "institute",
    "研究院": "research institute",
    "研究所": "research institute",
    "研究中心": "research center",
    "科学院": "academy of sciences",
    "中国科学院": "chinese academy of sciences",
    "有限责任公司": "co ltd",
    "有限公司": "co ltd",
    "股份有限公司": "co ltd",
    "公司": "company",
    "集团": "group",
    "科学技术": "science technology",
    "科技": "technology",
    "技术": "technology",
    "科学": "science",
    "理工": "technology",
    "工业": "industry",
    "工程": "engineering",
    "工学": "engineering",
    "电子": "electronic",
    "微电子": "microelectronic",
    "半导体": "semiconductor",
    "集成电路": "integrated circuit",
    "航空": "aeronautic",
    "航天": "astronautic",
    "航空航天": "aeronautic astronautic",
    "邮电": "post telecommunication",
    "通信": "communication",
    "信息": "information",
    "计算": "computing",
    "计算机": "computer",
    "软件": "software",
    "网络": "network",
    "国防": "defense",
    "国家": "national",
    "国际": "international",
    "实验室": "laboratory",
    "中心": "center",
    "发展": "development",
    "开发": "development",
    "贸易": "trade",
    "实业": "industry",
    "投资": "investment",
    "设备": "equipment",
    "系统": "system",
    "材料": "material",
    "制造": "manufacturing",
    "船舶": "shipbuilding",
    "重工": "heavy industry",
    "机械": "machinery",
    "精密": "precision",
    "光电": "optoelectronic",
    "光学": "optical",
    "激光": "laser",
    "仪器": "instrument",
    "自动化": "automation",
    "智能": "intelligent",
    "机器人": "robot",
    "物理": "physics",
    "化学": "chemistry",
    "医学": "medicine",
    "医院": "hospital",
    "师范": "normal",
    "农业": "agricultural",
    "财经": "finance economics",
    "商业": "commerce",
    "外国语": "foreign studies",
    "交通": "jiaotong",
    "中国": "china",
    "北京": "beijing",
    "上海": "shanghai",
    "天津": "tianjin",
    "重庆": "chongqing",
    "南京": "nanjing",
    "深圳": "shenzhen",
    "广州": "guangzhou",
    "武汉": "wuhan",
    "成都": "chengdu",
    "西安": "xian",
    "哈尔滨": "harbin",
    "合肥": "hefei",
    "杭州": "hangzhou",
    "苏州": "suzhou",
    "四川": "sichuan",
    "西北": "northwestern",
    "西南": "southwest",
    "华东": "east china",
    "华中": "central china",
    "华南": "south china",
    "华北": "north china",
    "东北": "northeastern",
    "香港": "hong kong",
    "台湾": "taiwan",
    "北航": "beihang",
    "哈工大": "harbin institute technology",
    "中山": "sun yat sen",
    "清华": "tsinghua",
    "北大": "peking university",
    "人工智能": "artificial intelligence",
    "量子": "quantum",
    "卫星": "satellite",
    "导航": "navigation",
    "雷达": "radar",
    "供应链": "supply chain",
    "物流": "logistics",
    "能源": "energy",
    "核": "nuclear",
    "第": "",
    "所": "institute",
    "厂": "plant",
    "局": "bureau",
    "云": "cloud",
    "分公司": "branch",
    "分部": "branch",
    "学校": "school",
    "系": "department",
    "产业": "industry",
    "装备": "equipment",
    "创新": "innovation",
    "中国船舶": "china shipbuilding",
    "新疆": "xinjiang",
    "公安": "public security",
    "海洋": "marine",
    "建设": "construction",
    "控股": "holding",
    "数字": "digital",
    "安全": "security",
    "工厂": "plant",
    "银行": "bank",
    "保险": "insurance",
    "证券": "securities",
    "基金": "fund",
    "信托": "trust",
    "租赁": "leasing",
    "控股集团": "holding group",
    "石油": "petroleum",
    "石油化工": "petrochemical",
    "石化": "petrochemical",
    "天然气": "gas",
    "化工": "chemical",
    "钢铁": "iron steel",
    "汽车": "automobile",
    "铁路": "railway",
    "电信": "telecommunication",
    "移动": "mobile",
    "联合": "united",
    "工商": "industrial commercial",
    "电力": "power",
    "电气": "electrical",
    "医药": "pharmaceutical",
    "食品": "food",
    "建筑": "construction",
    "进出口": "import export",
    "人民": "people",
    "腾讯": "tencent",
    "联想": "lenovo",
    "比亚迪": "byd",
    "京东方": "boe",
    "山东": "shandong",
    "江苏": "jiangsu",
    "浙江": "zhejiang",
    "广东": "guangdong",
    "福建": "fujian",
    "湖南": "hunan",
    "湖北": "hubei",
    "河南": "henan",
    "河北": "hebei",
    "安徽": "anhui",
    "江西": "jiangxi",
    "辽宁": "liaoning",
    "山西": "shanxi",
    "陕西": "shaanxi",
    "甘肃": "gansu",
    "云南": "yunnan",
    "贵州": "guizhou",
    "青岛": "qingdao",
    "大连": "dalian",
    "宁波": "ningbo",
    "厦门": "xiamen",
    "长沙": "changsha",
    "郑州": "zhengzhou",
    "济南": "jinan",
    "沈阳": "shenyang",
    "无锡": "wuxi",
    "珠海": "zhuhai",
    "东莞": "dongguan",
}
SIMPLIFIED = str.maketrans(
    "學國際術電業與創開發設備個東華進導體機貿資產濟經區廠實驗環醫藥農財綜務運輸鐵車輛數碼網絡訊廣漢陝爾濱慶蘇灣語師範圖書館團"
    "責無線軍號裝頭間維聯寧飛龍馬鳥魚興豐爲為錢銀鋼礦遼貴雲歲組織標準參據處驅動變頻計劃議論證記評試訓練誠識護製雙優億廈極樂觀"
    "現規視覺點燈滅災熱張儲芯亞曠礎鵬達億長門風氣紅緬盤儀儀勝啟啓壓縣",
    "学国际术电业与创开发设备个东华进导体机贸资产济经区厂实验环医药农财综务运输铁车辆数码网络讯广汉陕尔滨庆苏湾语师范图书馆团"
    "责无线军号装头间维联宁飞龙马鸟鱼兴丰为为钱银钢矿辽贵云岁组织标准参据处驱动变频计划议论证记评试训练诚识护制双优亿厦极乐观"
    "现规视觉点灯灭灾热张储芯亚旷础鹏达亿长门风气红缅盘仪仪胜启启压县",
)

# Arabic and Persian words of institutions.
PERSIAN = {
    "دانشگاه": "university",
    "جامعة": "university",
    "صنعتی": "technology",
    "شرکت": "company",
    "شركة": "company",
    "موسسه": "institute",
    "مؤسسه": "institute",
    "معهد": "institute",
    "مرکز": "center",
    "مركز": "center",
    "تحقیقات": "research",
    "پژوهشگاه": "research institute",
    "پژوهشکده": "research institute",
    "صنایع": "industry",
    "صنعت": "industry",
    "بازرگانی": "trade",
    "تجارت": "trade",
    "للتجارة": "trade",
    "فناوری": "technology",
    "علوم": "science",
    "علم": "science",
    "و": "and",
    "تهران": "tehran",
    "ایران": "iran",
    "اصفهان": "isfahan",
    "شیراز": "shiraz",
    "شریف": "sharif",
    "امیرکبیر": "amirkabir",
    "مالک": "malek",
    "اشتر": "ashtar",
    "بهشتی": "beheshti",
    "شهید": "shahid",
    "امام": "imam",
    "حسین": "hossein",
    "گروه": "group",
    "مهندسی": "engineering",
    "هواپیمایی": "airlines",
    "نفت": "oil",
    "گاز": "gas",
    "برق": "power",
    "الکترونیک": "electronic",
    "دفاع": "defense",
    "سازمان": "organization",
    "هوافضا": "aerospace",
    "انرژی": "energy",
    "اتمی": "atomic",
    "العامة": "general",
    "الدولية": "international",
    "دبي": "dubai",
    "بغداد": "baghdad",
    "دمشق": "damascus",
    "سوريا": "syria",
    "محدود": "ltd",
    "المحدودة": "ltd",
    "کامپیوتر": "computer",
    "بانک": "bank",
    "بنك": "bank",
    "مصرف": "bank",
    "بیمه": "insurance",
    "تأمين": "insurance",
    "نفط": "oil",
    "غاز": "gas",
    "پتروشیمی": "petrochemical",
    "کشتیرانی": "shipping",
    "فولاد": "steel",
    "مخابرات": "telecommunication",
    "اتصالات": "communication",
    "توسعه": "development",
    "صناعة": "industry",
    "صناعات": "industry",
    "وطنية": "national",
    "متحدة": "united",
    "قابضة": "holding",
    "مجموعة": "group",
    "وزارة": "ministry",
    "كهرباء": "electricity",
    "نقل": "transport",
    "طيران": "aviation",
    "تكنولوجيا": "technology",
    "هندسة": "engineering",
    "مصر": "egypt",
    "عراق": "iraq",
    "عراقية": "iraq",
    "لبنان": "lebanon",
    "سعودية": "saudi",
    "عربية": "arab",
    "اسلامی": "islamic",
    "إسلامية": "islamic",
}

# Letters of other alphabets that look Latin inside a Latin word.
HOMOGLYPHS = str.maketrans(
    "АВСЕНІЈКМОРЅТХУаеісорѕухјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABCEHIJKMOPSTXYaeicopsyxjhdqwABEZHIKMNOPTYXoav",
)
