"""What words mean where two names are compared alone (`pairs`), in the languages of their firms.

Here: tables of words, in lower-case ASCII, and what each says of a party. Not here: the words that
the index was trained with (`words`).
"""

from __future__ import annotations

from dagster_project.matching.vocabulary import spoken
from dagster_project.matching.words import INCORPORATED, LIMITED, SAME, STOCK


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# One spelling for the words institutions are called by, beside those of `SAME`: a list has its own
# words, and the index's score was trained with that table.
_MEANS = {
    "plant": """werke fabrika fabbrica fabrique fabrica zavodu zavoda zavody fabriek fabrikken
        fabriken zaklady zaklad zakladu tovarna tehtaat tehdas fabrikasi karkhane
        karkhaneh kombinat kombinata masna masnaa tvornica mill mills combine plants
        usines""",
    "shipyard": """verfi verf werft astillero astilleros chantiers tersanesi shipyards werften werf
        chantier stocznia stoczniowe brodogradiliste scheepswerf cantieri cantiere
        varvet skipsverft""",
    "named": "im",
    "and": "e ye og och ja oraz ed",
    "house": "dom",
    "concern": "kontsern konzern koncern koncernen concerns",
    "plc": "abp oyj",
    "llc": """sro aps tov taa dooel bvba eurl sprl gesmbh mbh sarlau osauhing unipessoal
        limitada tnhh yukongaisha""",
    "jsc": """aat zat sal nyrt zrt rt dat aktsiaselts aksjeselskap allmennaksjeselskap aktiebolag
        aktieselskab aktieselskabet aktiebolaget aksjeselskapet sab saa osakeyhtio sapa sau sgps
        adsits ahk tbk berhad anonymi aktsionernaya aktsionernyy""",
    "company": """kompanii fgup fsue gup gesellschaft compania companhia compagnie compagnia kompani
        kompania kompaniia sherkat sharikat sirket spolecnost compagnies kompanija
        kompaniyasi spolka druzhestvo drustvo preduzece poduzece firmy sherkate sharika
        kompagni maatschappij bolag bolaget selskab selskabet selskap ltee limitee hoesa
        jusighoesa jusikhoesa chusikhoesa kongsi syarikat cty kscp ksc kscc qpsc qsc
        qjsc bsc saog saoc pmc chvk hevra pcl""",
    "bank": """banka bankasi banken banki bankas bankaya bankiniai bankasiya bankos pankki pank
        banke banci banku bankovni bankniy bankasy bankes bankens banky eunhaeng unhaeng
        ginko nganhang yinhang masraf masrif bangko bankovskiy banking""",
    "trade": """torgovy torgovyy torgovyi torgovaya torgovoe tejarat tejari bazargani bazarghani
        tijari comercio commercio comercial commerciale handels handelsgesellschaft
        handlowa handlowe trgovina torgovo torgovlya torgovli torhovyy handelshaus
        handelsonderneming trgovacka trgovinska obchod obchodni comercializadora negocio
        tijara tijariya bazargan sangsa muyeok muyok shoji trgovacko negoce kereskedelmi
        kauppa koopman""",
    "industry": """industria industrias industriale industriali industriya industriell
        promyshlennaya promyshlenny promyshlennyy sanat sanaye sanayeh przemysl
        przemyslowe industrija przemyslowy przemyslowa prumysl prumyslovy endustri
        endustrisi sanayii sanayileri industrin teollisuus industri sanoat ipar ipari
        sinaa sanaat sinaat gongeop kongop indl indus""",
    "energy": """energie energia enerji energiya energetika energetyka energii energiia
        energetyczny energetyczna energieversorgung energetica energetico energetique
        energies energi energija energias taqa enerzhi""",
    "association": """obedineniye asociacion associazione associacao assotsiatsiya stowarzyszenie
        dernegi anjoman verein vereins associatie associazioni asociace associatsiya
        udruzenje sdruzheniye yhdistys egyesulet forbund forbundet forening foreningen
        jamiyat sdruzeni""",
    "organization": """organizacion organizacao organizzazione organizacja sazman sazeman teskilati
        organisatie organizatsii orgaan orgut orgutu organisasjon organizatia
        organisatsioon munazzama munazzamat organismos""",
    "research": """issledovatelskiy issledovatelsky issledovatelskii issledovaniya arastirma
        badania tahghighat tahqiqat pazhuhesh ricerche issledovatelskaya
        issledovatelskogo vyzkumny vyzkum istrazivanja arastirmalar tadqiqot pesquisas
        forskningsinstitut badawczy badawcze badan dasturli kutato yeongu yonguso
        onderzoeks""",
    "science": """nauchno nauchny nauchnyy nauchnaya naukowy scientifica scientifico cientifica
        cientifico nauky wetenschappen videnskab vitenskap bilimler bilim bilimsel olum
        oloom gwahak wissenschafts""",
    "hospital": """hastanesi szpital bolnitsa bimarestan mustashfa sygehus sykehus sairaala bolnica
        nemocnice korhaz klinika clinique klinik clinic spital ziekenhuis clinics""",
    "school": "okulu szkola shkola scuola escola skole skolen skola koulu schola hakgyo",
    "university": """universiteti universytetu uniwersytetu univerzitesi univerziteta universitetas
        ulikool universitatis daehakgyo daehaggyo dehakgyo daigaku universitesinin
        daneshgahe jamia jamiat jamiah unibertsitatea""",
    "institute": """moasseseh moassese muessesesi instytutu instituti institutul institutas
        instituuti intezete instituttet ustav moasese pazhuheshkade yeonguwon yeonguso
        instituta kenkyujo kenkyusho institutt""",
    "holding": "beteiligungsgesellschaft beteiligungen holdingi hldg hldgs",
    "society": "sociedad sociedade societa vereniging obshchestva societas seura",
    "service": """servicios servicos servizi dienstleistungen uslugi hizmetleri khadamat svc svcs
        serv servicio servico servizio dienst diensten sluzhba sluzhby servisi tjanst
        uslug usluge servis""",
    "system": "systemy sistemleri",
    "communication": "comunicaciones comunicacoes comunicazioni haberlesme lacznosc mokhaberat",
    "equipment": "oborudovanie ekipman equipos tajhizat eqpt eqp",
    "production": """produccion producao produzione produktion uretim tolid produkcja
        proizvodstvennyy""",
    "enterprise": """empresa empresas impresa imprese entreprises przedsiebiorstwo predpriyatiye
        enterprize predpriiatie pidpryiemstvo pidpriyemstvo podjetje virksomhet
        unternehmung isletmesi isletmeleri onderneming est establishment empresarial
        establecimiento etablissement etablissements ets""",
    "development": """
        sviluppo developpement desenvolvimento kalkinma razvitie razvitiya rozwoju tose
        towse developpements entwicklungs ontwikkeling udvikling utveckling rozvoj
        razvoj gelistirme desarrollos tanmiya tosee toseh toseeh pembangunan kehitys
        ontwikkelings fejlesztesi""",
    "military": "voennyy voenny militar askeri wojskowy nezami",
    "defense": """defensa difesa savunma obrony oborona oborony verteidigungs landesverteidigung
        defensie forsvar forsvaret forsvars obrane odbrana puolustus defa difa savunmasi
        vedelmi aparare pertahanan landsforsvaret""",
    "center": "tsentra centralne merkez centrul kozpont keskus sentrum merkezinin markaze",
    "management": """gestion gestao gestione verwaltung yonetim upravlenie upravleniya zarzadzanie
        managing""",
    "general": "generalny generalnyy",
    "technology": """tekhnologiya tekniska teknik tekniikka technologiczny technologiczna
        teknologiska tecnologiche tecnologico tecnologicas teknolojileri fanavari gisul
        technika""",
    "state": """stato statale estatal panstwowy devlet dolati gosudarstvennyy statlig staatliche
        staatlicher staatliches staat stata panstwowe panstwowa panstwowych statni devleti
        derzhavne derzhavnyy derzhavna derzavna drzavna drzavni valtion allami hukumet estado
        estaduales estatales statali gosudarstvennaya gosudarstvennaia gosudarstvennogo dolat
        dolate statens""",
    "vehicle": "fahrzeuge vehicules vehiculos veicoli arac",
    "material": "materiali materiales materialy malzeme",
    "chemical": """chemicals chemicka kimya kimyasal kimyevi khimicheskaya khimicheskaia shimiai
        shimiaei chemii chemiczne hwahak kimia quimicas quimicos chimici""",
    "insurance": """assurance assurances versicherung versicherungen versicherungs
        versicherungsgesellschaft seguro seguros assicurazione assicurazioni sigorta
        ubezpieczen ubezpieczenia strakhovanie strakhovaya strakhovoe verzekering
        verzekeringen bimeh insurances ins asigurare asigurari osiguranje forsikring
        forsakring vakuutus biztosito pojistovna pojisteni tamin bime ubezpieczeniowe
        poistovna asuransi takaful ubezpieczenie boheom kindlustus zavarovalnica
        apdrosinasana draudimas insur""",
    "reinsurance": """ruckversicherung ruckversicherungs ruckversicherungsgesellschaft reassurance
        reaseguros riassicurazioni""",
    "oil": """petroleum petroleos petrole petroles petrolio neft naft erdol petrol petroleo
        petrolifera petrolul petrolleri petrolu nafta neftyanaya neftianaia neftyanoy nefti
        nefta oel olie olje nafty olaj naftowe naftna petroli""",
    "steel": """stahl acier aciers acero aceros acciaio acciaierie celik staal foolad foulad fulad
        siderurgica siderurgico siderurgia siderurgie siderurgique staalbedrijf hutnictwi hutni
        hutnik stalowa hute hutte huttenwerke stal terasz acciai jecheol""",
    "aviation": """aviatsiya aviatsii aviacion aviacao aviazione havacilik lotnictwo
        luftfahrtgesellschaft aviatsionnyy aviatsionnaya havaciligi aviatie aviatika
        aviasyon""",
    "airlines": """airline aerolineas aviakompaniya havayollari airways aerien aeriennes aerea
        aereas avialinii luftlinien luchtvaart luchtvaartmaatschappij havayolu
        aviacompania aviakompaniia aerogrammes havapeymaei""",
    "shipping": """reederei naviera denizcilik keshtirani kashtirani schiffahrt schifffahrt
        sudokhodstvo armateurs navigazione navegacion navegacao maritime maritimes maritima
        maritimo marittima scheepvaart rederi rederiet shipowners zegluga morska shpg""",
    "transport": """transports transporte transportes trasporti transportation tasimacilik
        transportnaya vervoer transportu ulasim ulastirma haml prijevoz naql
        transportowe transp""",
    "construction": """constructions construccion construcciones construcao construcoes costruzioni
        stroitelstvo stroitelstva stroitelnaya insaat budowlane budownictwo bau
        bauunternehmen construtora constructora costruttori byggnads bouw rakentaminen
        stavebni stavby stroy stroi insaatcilik sakhteman geonseol konsol imarat constr
        construct""",
    "investment": """investments invest inversion inversiones investimento investimentos
        investimenti investissement investissements yatirim inwestycje investitsii
        investitsionnaya sarmayeh investitionsbank investeringer investeringen
        investeringsbank investicni inwestycyjny yatirimlar sarmayegozari istithmar
        lnvestment invt invts invs""",
    "finance": """financial finanz finanzas finanzen finanza financiera financiere finans finansal
        finansy finansovaya financas finanze finances financier financieros finanziaria
        finanziario finansowy finansowe maliye penzugy financni finansinspektionen maliya
        malieh finansiel rahoitus finansovyy financijska finanssi finl""",
    "electricity": """electricite electricidad eletricidade elettricita elektrizitat
        elektrizitatswerke elektrik elektryczny elektricitats elektrizitats stroom
        electrizitats eletrica bargh kahraba kahrabaa elektrownia elektromos""",
    "water": "eau eaux agua aguas acqua wasser vode voda vody vodokanal wodociagi vatten vand miah",
    "food": "foods lebensmittel alimentos alimentari gida pishchevaya",
    "pharmaceutical": """pharmaceuticals pharma farma farmaceutica farmaceutici pharmaceutique
        pharmazeutische ilac farmatsevticheskaya farmaceutyczne farmaceutico farmaceuticos
        farmaceutska pharmazeutika daroo darou darusazi pharmaceuticas daroosazi jeyak
        pharms""",
    "motor": "motors motoren moteurs motori motores moteur motore jadongcha motorn",
    "automobile": """automotive automobiles automobil automobili automoviles avtomobilny otomotiv
        otomobil khodro khodrow""",
    "machine": """machines machinebuilding maschinen maquinas macchine makina makine maszyn
        machinefabriek maskin stroj strojirny masin machineries""",
    "machinery": "maschinenbau mashinostroenie mashinostroeniya mashinostroitelny mach machy",
    "railway": """bahn railways railroad railroads ferrocarril ferrocarriles ferrovie eisenbahn
        eisenbahnen demiryollari bahnen ferroviaria ferroviario ferroviaire ferroviarias
        ferrovia ferrovias ferroviarios spoorwegen spoorweg jernbaner jernbane jarnvag jarnvagar
        koleje kolej kolei zeleznice zeleznicna drahy zeljeznice zheleznye vasut vasutak
        rautatiet rautatie demiryolu rahahan eisenbahngesellschaft bahngesellschaft rail cheolto
        cheoldo keretapi""",
    "mining": """minera minero bergbau mineria madencilik minieres miniere minerari mineracao
        gornictwo gornicza gorniczy gorno rudnik rudarstvo maden mines mine minas maadan
        madan""",
    "metal": "metals metall metalle metaux metales metalli",
    "foundation": """stiftung fondation fundacion fundacao fondazione vakfi fundacja fundatia
        fundacio nadace nadacia zaklada bonyad bonyade bunyad waqf vakif fonden saatio
        alapitvany jaedan stiftelsen stiftelse stichting""",
    "fund": "funds fonds fondo fondos fundo fundos fundusz fonu fondul fondet sanduq sandogh fondi",
    "trust": "trusts treuhand",
    "ministry": """ministere ministerio ministero ministerium ministerstvo ministerstwo bakanligi
        vezarat wizarat ministerstva ministerie ministerija ministerul ministarstvo
        miniszterium ministeri wezarat wizara vezarate kementerian ministerului""",
    "agency": "agence agencia agenzia agentur agentstvo ajansi agencja agencies",
    "committee": "comite comitato komitet komitee komitesi utskott comitetul komite lajna",
    "council": """consejo consiglio conselho konseyi sovet conseil raad rada consell sobranie
        savet vijece shora shura""",
    "cooperative": "cooperativa kooperatif kooperativ genossenschaft spoldzielnia",
    "consulting": """consultoria consulenza danismanlik konsalting beratung consult consultants
        consultancy consultation consultations moshaver""",
    "airport": "flughafen aeroport aeropuerto aeroporto havalimani",
    "branch": """filial filiale niederlassung zweigniederlassung succursale sucursal oddzial subesi
        filiala filialen filiali succursales sucursales filiyal bijkantoor sube zweigstelle
        oddelenie podruznica fiok sivuliike vetevest""",
    "united": """vereinigte vereinigten unidos unidas unis birlesik obedinennaya obyedinennaya
        unies unie uniti unita verenigde forenede forenade zjednoczone obedinennyy
        obedinennye obedinennaia obedinennyi obyedinennyy motahed muttahida mottahed
        obedinenniy""",
    "world": "welt mondiale mundial dunya mirovoy",
    "people": "peoples peuple pueblo popolo volks volk narodnyy narodnaya halk khalq mardom",
    "technical": """technische technisches tecnico tecnica tekhnicheskiy tekhnichesky techniczny
        techniczna tehnicki tehnika tehnicka tekniske teknisk technicka technicky
        techniques technique tecniche tecnicas tecnicos""",
    "property": """properties immobilien immobiliere inmobiliaria immobiliare gayrimenkul
        nedvizhimost props emlak amlak nekretnine nieruchomosci ppty""",
    "america": """american amer americana americano americaine americain amerika amerikanische
        amerikan americas""",
    "health": """sante gesundheit gesundheits salud salute saude saglik zdravookhraneniya zdorovya
        behdasht sanidad sanita zdrowia gesundheitswesen zdorovia""",
    "right": "rights droits droit derechos diritti direitos",
    "europe": """european europeen europeenne europaische europaischer europaisches europea europeo
        europeia avrupa evropeyskiy europees europese evropska evropski evropeyskaya evropeiskii
        europejski europejska europejskie europejskiego europska avropa europaischen europeos
        europeas europeus europei eurooppa""",
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
    "army": """armee ejercito esercito armiya exercito armees wojsko ordu ordusu artesh jaysh
        armata armiia leger""",
    "party": """parti partei partido partito partiya partia partidul stranka strana partisi hizb
        hezb""",
    "workers": "travailleurs trabajadores arbeiter lavoratori",
    "front": "frente fronte jabha jabhat jebhe cephesi fronta",
    "popular": "populaire popolare",
    "savings": """sparkasse ahorro ahorros epargne risparmio caisse cajas caja cassa sberegatelnyy
        spar tasarruf spaar""",
    "credit": "credito kredit kredi crediti creditos kredyt kreditna kreditnyy etebari kriedit",
    "mortgage": "hypothek hypotheken hipotecario hypothecaire mtge mtg",
    "mutual": "mutuelle mutua mutuelles",
    "life": "vie vida leben lebens",
    "beer": "bier cerveza birra biere",
    "brewery": "breweries brauerei brasserie brasseries cerveceria",
    "tobacco": "tabac tabak tabacos tytoniowy tutun dokhaniat tabacalera tabacchi",
    "sugar": "zucker sucre azucar acucar seker cukr cukrownia shekar zuccheri zuccherificio",
    "cement": """zement ciment cemento cimento cimenteries sement cementownia cementarna siman
        cementos cementi cimentos ciments""",
    "paper": "papier papel papirus carta kagit paperi papper",
    "glass": "glas verre vidrio vetro cristal steklo szklo glazen glazier",
    "wood": "holz bois madera legno drewno ahsap hout",
    "press": "presse prensa stampa",
    "publishing": "verlag publishers publisher editora",
    "solution": "losungen soluciones soluzioni",
    "brothers": """bros freres gebruder hermanos fratelli irmaos kardesler bratya broers brodrene
        broderna kardes akhavan veljekset""",
    "sons": "fils sohne hijos figli ogullari figlio zonen zoner synove soner",
    "royal": "koninklijke kongelige kunglig konigliche",
    "east": """eastern ost oriental orientale orient este leste oost vostochnyy vostochno sharq
        shargh dogu osten wschod oostelijke""",
    "west": """western ouest oeste occidental occidentale oest zapad zapadnyy zapadno gharb
        bati zachod""",
    "new": """neue neuer neues nouvelle nouveau nueva nuevo yeni novy novyy novaya neuf
        nouveaux nuova nuovo nova nye nya uusi nowy nowa nouvelles""",
    "great": "grand grande grosse grands velikiy buyuk",
    "government": "govt gobierno gouvernement regierung govnt gov",
    "resource": "resources recursos ressources",
    "corporation": """korporatsiya korporatsia corporacion korporacija korporacja corporacao
        corporazione korporasyonu korporatsiia korporacia gongsa kongsa""",
    "film": "films",
    "music": "musik musique musica",
    "television": "tv fernsehen televisione televidenie televizyon televizija fernseh",
    "city": "stadt ville ciudad gorod sehir shahr municipality miasto byen mesto",
    "peace": "paix paz frieden pace",
    "revolution": """revolutionary revolucion revolutionnaire enghelab rivoluzione revolutionaire
        revolucionaria revolucionarias revolucionario devrim devrimci thawra""",
    "islamic": """islami islamiya islamiyya eslami islamica islamique islamischer islamiyah
        islamiah islamia islamiyye islamiche islamico islamicas islamicos eslamiye
        islamskaya islam islamische islamisch islamicheskiy""",
    "liberation": """
        liberacion befreiung osvobozhdeniya liberazione kurtulus tahrir azadi libertacao""",
    "force": """forces fuerza fuerzas forze forza forcas krafte streitkrafte sily kuvvetleri kuvvet
        quwwat   strijdkrachten""",
    "unity": "unite unidad einheit",
    "sea": "morskoy morskaya mer meer mare morya darya deniz",
    "river": "rechnoy",
    "petrochemical": "petrochemicals petroquimica petrochimie petrokimya neftekhim petrochem",
    "refinery": "refineries raffinerie refineria palayesh palayeshgah raffineria refining",
    "aluminum": "aluminium alluminio aluminio alyuminievyy aluminij",
    "copper": "cobre cuivre kupfer",
    "gold": "oro",
    "telecommunication": """
        telekom telekomunikasyon telekommunikatsii telekomunikacja telekomunikacije
        telecommunicatie ettesalat ittisalat telekomunikacija telekomunikasi""",
    "securities": "wertpapier valores titres secs",
    "exchange": """sarafi sarrafi borse bourse bolsa birzha borsa gielda beurs boursa tozsde bors
        kambiyo cambio cambi exch""",
    "customs": "zoll douane aduana",
    "tax": "steuer",
    "security": """sicherheit securite seguridad sicurezza bezopasnost bezopasnosti guvenlik
        seguranca sicherheits bezpieczenstwa beveiliging bezbednosti emniyet amniat amn
        bezpeky sakerhet""",
    "information": "informacion",
    "office": "oficina ofis oficinas ured kantoor daftar urad urzad amt kontor kontoret ofisi",
    "north": "norte severny severnyy severnaya nordi kuzey shomal shimal severo noord norra polnoc",
    "south": "yuzhny yuzhnyy yuzhnaya sul zuid jonub janub guney sodra yugo poludnie",
    "central": """centrale zentrale tsentralen tsentralna tsentralnaya centralny centralna
        centralni keskuspankki markazi markaziy merkazi kendrike sentral centralbank
        zentraler zentrales centrala kozponti""",
    "special": "spetsialnyy spetsialny especial",
    "national": """nazionali nacionalni nacionalna nacionalne narodni narodna narodne narodny
        narodowy narodowa narodowe narodowego nationala natsionale natsionalna
        natsionalnata natsionalno nemzeti ulusal milli melli meli milliy milletlik
        kansallinen kansallis nasjonal nasjonale nationell kebangsaan quoc kombetare
        nationals rashtriya wataniya wataniyya watani gukrip gungnip nationaal""",
    "republic": """republique republik republica repubblica republiek republika republiki
        respublika respubliki respubliky republikken republiken rzeczpospolita
        rzeczypospolitej cumhuriyet cumhuriyeti cumhurbaskanligi jomhuri jomhouri
        jumhuriya jumhuriyya gonghwaguk konghwaguk repablik koztarsasag tasavalta
        respublikasi respublikasy""",
    "kingdom": """royaume konigreich reino regno koninkrijk kongerike kongeriket kongeriget
        konungariket krolestwo kralligi mamlaka almamlaka""",
    "democratic": """democratique demokratische demokratik democratica democratico demokraticheskaya
        dimuqratiya""",
    "socialist": """socialiste sozialistische socialista socialistische sotsialisticheskaya
        sosyalist""",
    "arab": "arabe arabes arabic arabiya arabiyya arabische arabo araba arabi",
    "federation": """federatsiya federatsii federaatio foderation federacion federazione federacao
        federacja federasyon federasyonu ittihad""",
    "federal": """federale federales federaux federaler federaal federalnaya federalnogo bundes
        federalna spolkova""",
    "foreign": """etrangeres etrangere etranger exteriores exterior esteri estero auswartige
        auswartiges auswartigen aussen buitenlandse zagranicznych zagraniczny vneshniy
        vneshnie inostrannykh disisleri utlandska estrangeiros externe kharejeh khareji
        kharijiya externa externas""",
    "affairs": """affaires asuntos affari angelegenheiten assuntos spraw isleri zaken shuun
        relaciones relations negocios relacoes""",
    "interior": """interieur innern inneres innere interno internal interne interna wewnetrznych
        vnutrennikh icisleri dakhiliya keshvar""",
    "economic": """economique economiques economica economico economia economie wirtschaft
        wirtschafts wirtschaftliche ekonomicheskiy ekonomiki ekonomi eghtesad eghtesadi
        iqtisad economics economy gospodarki ekonomika""",
    "social": "soziale sociale sociales sozial sotsialnyy sosyal",
    "justice": "justicia giustizia justiz justica adalet yustitsii sprawiedliwosci adl",
    "court": "cour corte tribunal gericht gerichtshof mahkemesi mahkeme",
    "supreme": "supremo suprema hoge oberste verkhovnyy yuksek",
    "parliament": "parlement parlamento parlament parlementaire meclisi majles majlis",
    "commission": """kommission comision commissione comissao comissione komissiya komisyonu komisja
        commissariat kommissariat comisia komisija""",
    "union": "unione uniao soyuz zwiazek birligi birlik verbund unia sindicato unii",
    "nations": "nazioni naciones nacoes nationen natsiy narodow milletler",
    "education": """educacion educazione enseignement educacao bildung obrazovaniya obrazovanie
        egitim edukacji unterricht ensenanza onderwijs amoozesh""",
    "culture": "cultura kultur kultury kultura cultuur kulturu farhangi",
    "cooperation": """cooperacion cooperazione cooperacao zusammenarbeit sotrudnichestva
        sotrudnichestvo isbirligi samenwerking wspolpracy""",
    "reconstruction": "wiederaufbau reconstruccion ricostruzione",
    "international": """internazionale internazionali internacionales internationaal mezhdunarodnyy
        mezhdunarodnaya mezhdunarodnyi mezhdunarodnaia mezinarodni miedzynarodowy
        miedzynarodowa miedzynarodowe uluslararasi bainalmelal beynolmelal dawliya dowali
        antarabangsa internasional kansainvalinen nemzetkozi kukje gukje medjunarodni intnl
        intern""",
    "africa": """african africaine africain africana africano afrika afrikaanse afrikanische
        africaines""",
    "asia": "asian asiatique asiatica asiatico asien asiatische aziatische aziya asya",
    "latin": "latina latino latine lateinamerika",
    "reserve": "reserva reserves riserva reserven",
    "electrical": "elektrotechnik eletrico elektrichna elektricky elektrotechnika",
    "power": """potencia kraftwerke kraftwerk elektroenergetyczne elektroenergeticheskaya 
        nirugah""",
    "gas": "gaz gaza gazu gazovaya erdgas plyn gasum gass kaasu gazowa gazownictwo gaziran",
    "coal": """charbon carbone kohle carbones ugol ugolnaya wegiel weglowa komur kolen charbonnages
        ugolnaia""",
    "air": "hava vozdushnykh vozdushnye",
    "aerospace": "aerospatiale aeroespacial aerospaziale aerokosmicheskaya havafaza",
    "space": """spaziale espacial espaciale kosmicheskaya uzay kosmos kosmiczna ruimte fazaei
        weltraum rymd avaruus""",
    "port": "puerto porto hafen haven puertos ports porturi limani bandar hamn seaport seaports",
    "post": "poste correos correios pochta poczta posta ptt",
    "polytechnic": "politechnika politeknik politekhnicheskiy politekhnicheskii politechnique",
    "intelligence": """renseignement inteligencia istihbarat razvedki razvedka ettelaat mukhabarat
        nachrichtendienst""",
    "armed": "armate armadas bewaffnete vooruzhennykh vooruzhennye silahli mosallah",
    "navy": "kriegsmarine naval flotille",
    "group": """gruppo grupo gruppen groep grupa grupi guruhi grubu toplulugu gruppy groupement
        skupina kurubu keurup geurup majmua""",
    "public": """publique publico publica publiques publik publicas pubblica pubblico offentlich
        offentliche openbare kamu publiczna publicznych gongong javno""",
    "heavy": """lourde lourdes pesada pesadas pesante schwer schwerindustrie tyazheloe
        tyazhelogo agir junggongeop""",
    "engineering": """
        muhendislik inzhiniring inzynieria inzhenernyy ingeniorer ingenieurs ingenieure
        inzenyring mohandesi muhandisi handasa""",
    "agricultural": """agricola agricoles agraire landwirtschaft landwirtschaftliche landbouw
        rolnictwa rolniczy zirai tarim selskogo keshavarzi agraria agrario
        zemedelska mezogazdasagi landbrug lantbruk agro agricoltura agricultura
        zemedelstvi poljoprivredna agri""",
    "treasury": "tresor tesoro hazine kaznacheystvo skarb schatzamt",
    "broadcasting": "radiodiffusion rundfunk radiodifusion yayin omroep veshchaniya",
    "radio": "radyo",
    "newspaper": "zeitung gazeta periodico giornale gazetesi",
    "channel": "qanat canal kanal kanali shabake qanah",
    "headquarters": "gharargah qarargah hauptquartier karargah shtab hq",
    "command": "komuta komandovanie kommando comando commandement farmandehi",
    "directorate": "direction direccion direzione direktion mudurlugu direktorat mudiriyat",
    "authority": "autorite autoridad autorita behorde autoridade kurumu kurum",
    "administration": "administracion amministrazione administracao administratsiya idaresi",
    "representative": """representation representaciones vertretung representanza predstavitelstvo
        temsilciligi reprasentanz rep""",
    "movement": """mouvement movimiento movimento bewegung hareketi dvizhenie harakat jonbesh
        haraket nehzat""",
    "brigade": "brigades brigate brigadas brigata katibat kataib tugayi brigada liwa",
    "guard": "guards gardiens guardia garde",
    "jihad": "dzhihad cihad jehad",
    "martyrs": "martyr shohada shuhada shahidan",
    "christian": "chretien chretienne cristiano cristiana christliche",
    "black": "noire noir negro negra chernyy siyah nera",
    "gulf": "golfe golfo khalij khaleej",
    "persian": "perse fars persische persico",
    "municipal": "munitsipalnyy comunale communale stadtische belediyesi belediye",
    "regional": "regionale regionalnyy oblast oblastnoy bolgesel regionales",
    "main": "glavnyy glavnoye glavnoe principal principale glowny",
    "joint": "conjoint",
    "chamber": "chambre camara kammer palata odasi izba otagh ghorfa",
    "museum": "musee museo muzey muzesi muzeum",
    "library": "bibliotheque biblioteca bibliothek biblioteka kutuphanesi ketabkhaneh",
    "academy": "akadimia akademiia akademija accademie akademiai farhangestan academiei akateemia",
    "laboratory": "laboratorija laboratoriia laboratorios laboratori azmayeshgah laboratuvar",
    "college": "collegio colegio kolledzh",
    "logistics": "logistik logistique logistica logistika lojistik logist",
    "helicopter": """helicopters helicopteres helikopter elicotteri helicopteros hubschrauber
        vertolety vertolyoty""",
    "aircraft": "aeroplane samolety airplane flugzeugbau flugzeug avions avion ucak airplanes",
    "arms": "armes armas armi waffen weapons weapon silah oruzhie asliha",
    "rocket": "rockets roquettes raketen cohetes raketa mushak fuze",
    "engine": "engines",
    "tire": "tires tyre tyres pneumatici pneumatiques",
    "hotel": "hotels hoteles otel hotele hotelbetriebs albergo hoteis",
    "tourism": "tourisme turismo turizm gardeshgari turystyka tourismus",
    "project": "projects proyectos progetti proekt projekt projets projeleri projekte",
    "contractor": "contractors contracting peymankari taahhut muteahhitlik",
    "supply": "supplies sply",
    "book": "books",
    "geology": "geological geologique geologica geologicheskiy geologie jeoloji",
    "bureau": "biuro biura",
    "ras": "ran",
    "ntts": "ntc",
    "export": "saderat saaderat exp",
    "autonomous": "autonoma autonome autonomo",
    "of": "dello degli dei delle nella sulla dla pri",
    "abd": "abdul abdel abdal abdol abdu",
    "no": "number nr num numero nomer",
    "line": "lines",
    "shipbuilding": "shipbuilder shipbuilders",
    "northwest": "northwestern nordwest noroeste",
    "southwest": "southwestern sudwest suroeste",
    "northeast": "northeastern nordost noreste nordeste",
    "southeast": "southeastern sudost sureste sudeste",
    "import": "imp",
    "business": "biznes",
    "merchant": "merchants",
    "marketing": "mktg mkting",
    "product": "prods",
    "utility": "utilities utils",
    "brokerage": "broker brokers",
    "distribution": "distrib distribuidora distributors",
    "electronic": "eletronics elektron",
}

# Countries, and those who are of them, in other languages.
_NATIONS = {
    "afghanistan": "afghan afghane afganistan afghani",
    "albania": "albanian albanie albanien shqiperi shqiperise shqiptare",
    "algeria": "algerian algerie algerienne algerien argelia aljazair",
    "angola": "angolan",
    "argentina": "argentine argentinian argentinien argentino",
    "armenia": "armenian armenien armenie hayastan",
    "australia": "australian australien australie",
    "austria": """austrian osterreich osterreichische oesterreich oesterreichische autriche
        austriaca avstriya""",
    "azerbaijan": "azerbaijani azerbaycan azerbaidjan aserbaidschan azerbaydzhan azarbaijan",
    "bahrain": "bahraini bahrein",
    "bangladesh": "bangladeshi",
    "belarus": """belarusian byelorussian belorusskiy byelorussia bielorussie belarussian
        weissrussland bielorrusia belarusi""",
    "belgium": "belgian belgique belge belgien belgische belgie belgica",
    "bolivia": "bolivian bolivien bolivie boliviana",
    "bosnia": "bosnian bosne bosna",
    "brazil": """brasil brasileira brasileiro brazilian brasilien bresil brasilera bresilienne
        brazilia""",
    "britain": "uk british britannique britanico britannica grossbritannien britische",
    "bulgaria": "bulgarian bulgarie bulgarien bulgarska balgarska bulgariya",
    "burma": "myanmar birmanie burmese myanma",
    "cambodia": "cambodian cambodge kampuchea",
    "cameroon": "cameroun cameroonian camerounaise",
    "canada": "canadian canadienne canadien kanada canadiense",
    "chile": "chilean chilena chileno",
    "china": "chinesisch zhongguo kitai kitay kitayskaya chinoises jungguk",
    "colombia": "colombian kolumbien colombie colombiana colombiano",
    "congo": "congolese congolaise congolais kongo",
    "croatia": "croatian hrvatska hrvatske kroatien croatie hrvatski",
    "cuba": "cuban kuba cubana cubano",
    "cyprus": "cypriot zypern chypre kibris",
    "czech": "cesky ceska ceske czechia tschechische tcheque czeska ceskych",
    "denmark": "danish danske danmark dansk danemark danmarks danemarca",
    "ecuador": "ecuadorian ecuatoriana",
    "egypt": "egyptian egypte agypten aegypten egipto misr misri egitto egipet",
    "eritrea": "eritrean",
    "estonia": "estonian eesti estland",
    "ethiopia": "ethiopian ethiopie athiopien",
    "finland": "finnish suomen suomi finlande finnland finlandia finska",
    "france": """french frankreich francaise francais francia francaises frances francesa francesi
        frantsiya frankrijk fransiz""",
    "gabon": "gabonaise gabonese",
    "georgia": "georgian gruzinskiy gruziya georgie georgien sakartvelo",
    "germany": """german deutschland deutsche deutscher deutsches deutschen allemagne allemande
        alemania germania almanya germaniya duitsland duitse tyska tyskland niemcy
        niemiecki deutsch allemand alman nemecko""",
    "ghana": "ghanaian",
    "greece": "greek hellenic griechenland grece grecia hellas elliniki griechische yunanistan",
    "guinea": "guinean guinee",
    "hungary": "hungarian magyar magyarorszag ungarn hongrie hungria vengriya magyarorszagi",
    "iceland": "icelandic islandia",
    "india": "indian indien inde indienne indiya hindustan bharat bharatiya indiano",
    "indonesia": "indonesian indonesien indonesie",
    "iran": "irani iranien irana iranische iranskiy irans",
    "iraq": "iraqi irak iraquien irakische iraqiya",
    "ireland": "irish irland irlande irlanda eire",
    "israel": "israeli israelische israelien yisrael",
    "italy": """italia italian italiana italiano italienische italie italiens italiane italiani
        italiya italyan italien""",
    "japan": "japanese japon japonaise nippon nihon yaponiya giappone japonia ilbon japonya",
    "jordan": "jordanian jordanie jordanien urdun",
    "kazakhstan": "kazakh kazakhskiy kazachstan kazakhstani qazaqstan kasachstan",
    "kenya": "kenyan",
    "korea": """korean coree coreen coreana korei koreya hanguk hangug chosun joseon daehan taehan
        coreia""",
    "kuwait": "kuwaiti koweit kuwayt",
    "kyrgyzstan": "kyrgyz kirghizstan kyrgyzskiy",
    "laos": "lao laotian",
    "latvia": "latvian latvijas lettland latvija",
    "lebanon": "lebanese liban libanaise lubnan libano libanon",
    "libya": "libyan libye libia libysche",
    "lithuania": "lithuanian lietuvos lietuva litauen",
    "luxembourg": "luxemburg luxembourgeoise letzebuerg luxemburgo",
    "macedonia": "macedonian makedonija",
    "madagascar": "malagasy",
    "malaysia": "malaysian malaisie",
    "mali": "malian malienne",
    "malta": "maltese",
    "mauritania": "mauritanian mauritanie",
    "mexico": "mexican mexicana mexicano mexique mexiko mexicanos mexicanas",
    "moldova": "moldovan moldovei",
    "mongolia": "mongolian mongol",
    "montenegro": "montenegrin",
    "morocco": "moroccan maroc marocaine marokko marruecos maghrib",
    "mozambique": "mocambique",
    "netherlands": """dutch holland nederland nederlandse niederlande nederlands holandia hollanda
        nederlandsche niederlandische""",
    "nicaragua": "nicaraguan",
    "niger": "nigerien",
    "nigeria": "nigerian",
    "norway": "norwegian norge norges norsk norske norwegen norvege noruega",
    "oman": "omani",
    "pakistan": "pakistani",
    "palestine": "palestinian filastin palestina palastina filistin",
    "peru": "peruvian peruana peruano perou",
    "philippines": "philippine filipino pilipinas filipinas",
    "poland": """polish polska polskie polski polskich polskiej polen pologne polonia polsko
        polskiego polonaise polnische""",
    "portugal": "portuguese portugaise portuguesa portugues portugiesische",
    "qatar": "qatari katar",
    "romania": "romanian roumanie rumanien romana romaniei rumunia",
    "russia": """rossii rossiyskaya rossiyskiy rossiyskoe rossiiskaya rossiiskii rossiiskaia
        rossiyskie rossiiskie rossiyskikh rossiyskoy rossiiskogo rossiyskogo rossija
        russische russischer rusya rusiya rossiyskih rf russkiy russo rosja rusko
        russischen russes""",
    "saudi": "saudia saoudite saoudienne saudiya saudita",
    "senegal": "senegalese senegalaise",
    "serbia": "serbian srbija srbije serbien serbie srpska",
    "singapore": "singaporean singapour singapur",
    "slovakia": "slovak slovenska slovenske slowakei slovaque",
    "slovenia": "slovenian slovenije slovenija slowenien",
    "somalia": "somali",
    "spain": """espana espanola espanol spanish spanien espagne espanoles espagnole espanolas
        spagna ispaniya spanische ispanya spaanse""",
    "sudan": "sudanese soudan sudanaise",
    "sweden": """swedish svenska sverige schweden suede svensk suecia svenskt sveriges shvetsiya
        zweden""",
    "switzerland": """
        swiss schweiz schweizerische schweizerischer suisse svizzera suiza schweizerisch
        svizzero suisses svizzeri shveytsariya isvicre zwitserland schweizer suizo""",
    "syria": "syrian syrie syrienne siria suriye suriya syrien souria siriya",
    "taiwan": "taiwanese",
    "tajikistan": "tajik tadzhikistan",
    "tanzania": "tanzanian",
    "thailand": "thai thailande",
    "tunisia": "tunisian tunisie tunisienne tunesien tunez",
    "turkey": "turkish turkiye turquie turk turkei turquia turtsiya turchia turkiyenin",
    "turkmenistan": "turkmen turkmenskiy",
    "uganda": "ugandan",
    "ukraine": """ukrainian ukraina ukrainy ukrayina ukrayiny ukrayinskyy ukrainskiy ukrainska
        ukrainskyi ukrajina ukrayini""",
    "uruguay": "uruguaya",
    "uzbekistan": "uzbek uzbekiston uzbekskiy ozbekiston",
    "venezuela": "venezuelan venezolana venezolano venezolanos",
    "vietnam": "vietnamese",
    "yemen": "yemeni",
    "zambia": "zambian",
    "zimbabwe": "zimbabwean",
    "athens": "athen atene",
    "vienna": "wien vienne viena",
    "warsaw": "warszawa warszawie warszawski warszawska warschau varsovie varsovia",
    "prague": "praha prag praze",
    "rome": "roma",
    "milan": "milano mailand",
    "geneva": "geneve genf ginevra ginebra",
    "cairo": "kairo qahira caire",
    "damascus": "dimashq damas",
    "munich": "munchen muenchen",
    "cologne": "koln koeln",
    "brussels": "bruxelles brussel",
    "lisbon": "lisboa lissabon",
    "tehran": "teheran",
    "baghdad": "bagdad",
    "kyiv": "kiev kiew kyyiv kyivskiy kievskiy",
    "belgrade": "beograd belgrad",
    "bucharest": "bucuresti",
    "copenhagen": "kobenhavn kopenhagen",
    "zurich": "zuerich",
    "london": "londres londra londen",
    "tokyo": "tokio",
    "turin": "torino",
    "florence": "firenze",
    "venice": "venezia",
    "naples": "napoli",
    "genoa": "genova",
    "seville": "sevilla",
    "petersburg": "peterburg peterburgskiy peterburgskii spb",
    "antwerp": "antwerpen anvers",
    "basel": "bale basler",
    "bern": "berne berner",
    "jakarta": "djakarta",
    "aleppo": "halab",
    "mecca": "makkah mekka",
    "usa": "us",
}

# Beginnings of Russian and Ukrainian words, whatever their ending and transliteration.
_STEMS = {
    "aviation": "aviatsion aviatsii aviatsiy aviatsiia",
    "aircraft": "aviastroitel samoletostro samolyotostro samolet samolyot",
    "helicopter": "vertolet vertolyot vertolit",
    "shipbuilding": "sudostro korablestro",
    "ship repair": "sudoremont",
    "shipyard": "sudoverf",
    "machine": "mashinostro mashynobud",
    "instrument": "priborostro pryladobud",
    "machinetool": "stankostro",
    "engine": "dvigatel dvigun motorostro",
    "turbine": "turbin",
    "automobile": "avtomobil avtostroi",
    "tractor": "traktor tiagach tyagach",
    "wagon": "vagonostro",
    "missile": "raket",
    "space": "kosmich kosmonavt",
    "nuclear": "iadern yadern",
    "atomic": "atomno atomna atomny atomni",
    "energy": "energetich energetik energet",
    "electrical": "elektrich elektrotekhnich",
    "electromechanical": "elektromekhanich",
    "electronic": "elektronn elektronik",
    "radio": "radiotekhnich",
    "radioelectronic": "radioelektron",
    "radio plant": "radiozavod",
    "chemical": "khimich",
    "petrochemical": "neftekhim",
    "oil": "neftian neftyan naftov",
    "oil gas": "neftegaz",
    "gas": "gazov",
    "coal": "ugolno ugolna ugolni",
    "mining": "gornodobyv gornorud",
    "metallurgical": "metallurg",
    "pipe": "trubno trubny trubni trubna",
    "pipe rolling": "truboprokat",
    "cable": "kabeln",
    "bearing": "podshipnik",
    "optical": "optich optik",
    "optomechanical": "optiko-mekhanich",
    "mechanic": "mekhanich mekhanik",
    "mechanical repair": "remontno-mekhanich",
    "physics": "fizich fiziko fizik",
    "mathematics": "matematich matematik",
    "technical": "tekhnich tekhnichn",
    "technology": "tekhnolog",
    "science": "nauchn naukov",
    "research": "issledovatel doslidn",
    "design": "konstruktor proektn proektir",
    "experimental": "opytno opytny opytni eksperimental",
    "production": "proizvodstv vyrobnych vyrobnich virobnich",
    "industry": "promyshl promyslov",
    "trade": "torgov torhov",
    "foreign trade": "vneshnetorg vneshtorg",
    "foreign economic": "vneshneekonomich",
    "foreign": "vneshni inostrann",
    "finance": "finansov",
    "investment": "investitsion investyts",
    "insurance": "strakhov",
    "bank": "bankovsk",
    "credit": "kreditn",
    "savings": "sberegateln",
    "construction": "stroitelst stroiteln stroitelin budiveln",
    "transport": "transportn",
    "railway": "zheleznodorozh zalizn",
    "sea": "morsko morska morski morsky",
    "river": "rechno rechny rechni rechna",
    "airlines": "aviakompan avialini",
    "airport": "aeroport",
    "military": "voennog voennoi voennyi voennaia voennoe voennykh viiskov viyskov",
    "defense": "oboron",
    "arms": "oruzhei oruzhein oruzheyn vooruzhen",
    "small arms": "strelkov",
    "cartridge": "patronn",
    "powder": "porokhov",
    "artillery": "artilleri",
    "state": "gosudarst derzhavn",
    "national": "natsional",
    "federal": "federaln",
    "republic": "respublik",
    "municipal": "munitsipal",
    "city": "gorodsk",
    "regional": "oblastn regionaln",
    "central": "tsentraln",
    "main": "glavno glavny glavni glavna",
    "united": """obedinenny obedinenni obedinennay obedinennaia obedinennoe obedinennoi obyedinenny
        obyedinennay""",
    "association": "obedinenie obedineniia obyedinenie obyedinenii",
    "international": "mezhdunarod mizhnarod",
    "all russia": "vserossi vserosii",
    "russia": "rossiisk rossiysk rossijsk rosiisk",
    "moscow": "moskovsk",
    "petersburg": "peterburgsk",
    "soviet": "sovetsk",
    "ukraine": "ukrainsk ukraiinsk",
    "belarus": "belorusk belarusk",
    "ural": "uralsk",
    "siberia": "sibirsk",
    "north": "severno severny severni severna",
    "west": "zapadno zapadny zapadni zapadna",
    "east": "vostochn",
    "far east": "dalnevostochn",
    "baltic": "baltiisk baltiysk",
    "black sea": "chernomorsk",
    "caspian": "kaspiisk kaspiysk",
    "admiralty": "admiralteisk admiralteysk",
    "special": "spetsialn spetsial",
    "specialized": "spetsializirov",
    "applied": "prikladn",
    "system": "sistemn sistem",
    "information": "informatsion",
    "telecommunication": "telekommunikats",
    "computing": "vychislitel",
    "software": "programmno",
    "microelectronic": "mikroelektron",
    "semiconductor": "poluprovodnik",
    "laser": "lazern",
    "quantum": "kvantov",
    "biological": "biologich",
    "medicine": "meditsin",
    "pharmaceutical": "farmatsevt",
    "agricultural": "selskokhoz agrarn",
    "food": "pishchev",
    "paper": "bumazhn",
    "management": "upravleni",
    "intelligence": "razvedyvatel razvedk",
    "security": "bezopasn",
    "agency": "agentstv",
    "university": "universitet",
    "institute": "institut instytut",
    "academy": "akademi",
    "academician": "akademik",
    "laboratory": "laborator",
    "center": "tsentr",
    "representative": "predstavitelst",
    "company": "kompani",
    "corporation": "korporats",
    "concern": "kontsern",
    "partnership": "tovarishchest",
    "cooperation": "sotrudnichest",
    "diamond": "almazn",
    "tank": "tankov",
    "armored": "bronetank",
    "wheel": "kolesn",
    "powerplant": "elektrostants",
    "geophysics": "geofizich geofizik",
    "geology": "geologich",
    "ocean": "okeanolog",
}

MEANS = SAME | {
    spelling: word
    for table in (_MEANS, _NATIONS)
    for word, spellings in table.items()
    for spelling in spellings.split()
}
MEANS["federation"] = "federation"  # not Russia, but in its name, which says so twice
STEMS = {spoken(stem): word for word, stems in _STEMS.items() for stem in stems.split()}
SHORTEST_STEM, LONGEST_STEM = min(map(len, STEMS)), max(map(len, STEMS))

# Words that are written apart, or stand together for one thing, once each has its meaning.
_PHRASES = {
    "machine": "machine building", "machinetool": "machine tool", "steel": "iron steel",
    "instrument": "instrument making|instrument building", "shipbuilding": "ship building",
    "research": "science research|research science", "ntts": "science technical center",
    "property": "real estate|bienes raices|bens imoveis", "power": "electrical power",
    "port": """sea port|sea trade port|sea merchant port|merchant sea port|trade sea port
        |merchant port|trade port""", "petersburg": "saint petersburg|st petersburg",
    "radio": "radio technical|radio engineering|radio technology",
    "railway": "railway dorogi|chemins fer|chemin fer|caminhos ferro",
    "airlines": "air lines|lineas aereas|linhas aereas|linee aeree|air yollari|aviation lines",
}  # fmt: skip
_STATES = {
    "britain": """united kingdom great britain north ireland|united kingdom great britain
        |united kingdom|great britain""",
    "usa": """united states america|united states|etats united|estados united|stati united
        |united staaten""",
    "emirates": "united arab emirates", "netherlands": "pays bas", "vietnam": "viet nam",
    "saudi": "saudi arabia|saudi arab", "ivorycoast": "ivory coast|cote ivoire",
    "southafrica": "south africa", "srilanka": "sri lanka", "newzealand": "new zealand",
    "southkorea": "south korea", "northkorea": "north korea|dpr korea|korea dpr",
    "taiwan": "republic china taiwan", "salvador": "el salvador", "costarica": "costa rica",
    "burkinafaso": "burkina faso", "sierraleone": "sierra leone", "puertorico": "puerto rico",
}  # fmt: skip
PHRASES = {
    tuple(phrase.split()): word
    for table in (_PHRASES, _STATES)
    for word, phrases in table.items()
    for phrase in phrases.split("|")
}

# The state that is meant, where the country's name alone is another's, by what else it is called.
OTHER_STATES = {
    ("korea", "democratic"): "northkorea",
    ("korea", "republic"): "southkorea",
    ("congo", "democratic"): "democraticcongo",
}
# What is meant where only the wider name is said, or may be: the Korea of a North Korean firm.
WIDER = {"northkorea": "korea", "southkorea": "korea"}
_REGIONS = _set("europe asia africa northwest southwest northeast southeast")
NATIONS = {*_NATIONS, *_STATES, *OTHER_STATES.values(), *_REGIONS}

# What states call themselves beside the country's name: "Islamic Republic of".
STATES_OF = _set("state union")  # where the country follows
STATES = (
    _set("republic kingdom federation sultanate emirate principality jamahiriya commonwealth")
    | STATES_OF
)
STATES_ARE = _set(
    """democratic people socialist islamic arab federal federative bolivarian hashemite
    plurinational united cooperative great oriental"""
)

# Legal forms in several words, once each has its meaning, and those of a few letters.
FORM_PHRASES = {
    **dict.fromkeys(
        (
            "state enterprise", "state unitary enterprise", "federal state unitary enterprise",
            "republic unitary enterprise", "unitary enterprise", "state corporation",
            "state company", "state concern", "state owned enterprise", "joint venture",
            "private military company", "public enterprise", "managing company",
            "proprietary", "upravlyayushchaya company", "jv", "rue", "ahk",
            "state joint stock company", "state joint stock holding company",
        ),
        INCORPORATED,
    ),
    **dict.fromkeys(
        (
            "sl", "slu", "ua", "eg", "pcl", "tnhh", "gk", "cooperatie", "cia", "saca", "sarlu",
            "proprietary ltd", "cong ty", "cong ty tnhh",
        ),
        LIMITED,
    ),
    **dict.fromkeys(
        (
            "sab de cv", "sapi de cv", "sau", "sgps", "sa de cv", "nyrt", "zrt", "cong ty co phan",
            "public joint stock", "open joint stock", "closed joint stock",
            "saudi joint stock company", "shareholding company", "shareholding company public",
            "kuwait shareholding company", "kuwait shareholding company public",
        ),
        STOCK,
    ),
}  # fmt: skip

# Words and Russian initials that stand for several words of what a body is.
SPELLED_OUT = {
    "npo": "research production association", "npp": "research production enterprise",
    "npk": "research production corporation", "npts": "research production center",
    "fnpts": "federal research production center", "nii": "research institute",
    "tsnii": "central research institute", "vnii": "all russia research institute",
    "okb": "design bureau", "kb": "design bureau", "skb": "special design bureau",
    "tskb": "central design bureau", "mkb": "machine building design bureau",
    "goskb": "state design bureau", "gskb": "state design bureau",
    "bundesministerium": "federal ministry", "bundesbahnen": "federal railway",
    "bundesbahn": "federal railway", "bundesamt": "federal office",
    "nationalbank": "national bank", "staatsbank": "state bank", "zentralbank": "central bank",
    "handelsbank": "trade bank", "riksbank": "state bank", "staatsbahnen": "state railway",
    "aussenministerium": "foreign ministry",
    "rkk": "missile space corporation",
    "rsc": "missile space corporation", "gnts": "state science center",
    "goskorporatsiia": "state corporation", "goskorporatsiya": "state corporation",
    "minoborony": "ministry defense",
    "dprk": "democratic people republic korea", "prc": "people republic china",
    "gosnii": "state research institute", "khimkombinat": "chemical plant",
    "metkombinat": "metallurgical plant", "elektrozavod": "electrical plant",
    "mashzavod": "machine plant", "radiozavod": "radio plant",
}  # fmt: skip

# What a legal form is written out in: a run of these at either end of a name is one, where one
# of them is a body of partners or shares.
FORM_HEADS = _set(
    """sociedad sociedade societe societa societate gesellschaft aktiengesellschaft spolka
    spolecnost spolocnost drustvo druzba druzhestvo vennootschap osakeyhtio yhtio tarsasag
    reszvenytarsasag bendrove sabiedriba sirketi ortakligi ortaklik etaireia eteria
    obshchestvo obshchestva tovarishchestvo tovarystvo hoesa kaisha kommanditgesellschaft
    kommanditselskab genossenschaft cooperatie osauhing aktsiaselts jamiyati cemiyyeti
    perseroan berhad aksjeselskap allmennaksjeselskap aktieselskab aktiebolag aktiebolaget
    handelsbolag kommanditbolag"""
)
FORM_PARTS = FORM_HEADS | _set(
    """anonima anonyme anonim anonimi anonymi anonimo anonimowa akcyjna akciova aktsionernoe
    aktsionernoye aktsionerno aktsionerne aktsiia actiuni actions acciones azioni acoes
    aandelen aktien aktionersko akcionarsko delniska dionicko limitada limitata limitee limited
    responsabilite responsabilidad responsabilidade responsabilita raspundere limite limitata
    haftung beschrankter beschraenkter mit ogranicenom odgovornoscu odgovornostjo omejeno
    ograniczona odpowiedzialnoscia rucenim omezenym obmedzenym ograniczonej ogranichennoi
    ogranichennoy otvetstvennostyu otvetstvennostiu ogranichena otgovornost obmezhenoiu
    vidpovidalnistiu otkrytoe otkrytoye otkrytogo zakrytoe zakrytoye zakrytogo tipa publichnoe
    publichnoye
    nyilvanosan zartkoruen mukodo korlatolt felelossegu capital variable fijo fixe bursatil
    promotora inversion unipersonal unipersonale simplifiee simplificada commandite comandita
    gestora participacoes sociais beperkte aansprakelijkheid besloten naamloze commanditaire
    eingetragene julkinen publikt uzdaroji akcine akciju ierobezotu atbildibu
    godo kabushiki yugen jusik chusik yuhan sendirian
    terbatas par pe cu con por se na per s z"""
)
LIMITED_PARTS = _set(
    """limitada limitata limitee limited responsabilite responsabilidad responsabilidade
    responsabilita raspundere haftung ogranicenom omejeno ograniczona rucenim ogranichennoi
    ogranichennoy ogranichena obmezhenoiu korlatolt beperkte besloten osauhing godo yugen yuhan
    tnhh ierobezotu"""
)

# Lines of business: many firms of one name differ in them, many firms of one line in the name.
TRADES = _set(
    """insurance reinsurance oil gas petrochemical steel iron aviation airlines airport shipping
    transport construction finance electricity water food pharmaceutical motor automobile machine
    machinery railway mining metal metallurgical consulting property telecommunications media
    cooperative technical textile paper cement tobacco aerospace aircraft hotel hotels tourism
    shipyard house al health savings mutual beer brewery sugar glass wood press publishing film
    music radio television refinery agricultural union line
    aluminum copper gold atomic exchange resource islamic"""
)

# What a firm calls others of its house by: with one of these it is another party.
AFFILIATES = _set(
    """management insurance reinsurance leasing lease finance investment capital asset assets
    securities life media realty estate ventures marketing sales
    brokerage terminal"""
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
