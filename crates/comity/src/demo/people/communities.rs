//! The communities fictional people are drawn from: common given names, family names and places of birth.
//!
//! Every list runs from common to rare, separated by spaces; the generator draws by rank. A word of a community
//! with two or three scripts is written `latin/native` or `latin/native/cyrillic`. Places are separated by `|`.

/// How the words of a community are written, and so how another country spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// Latin letters everywhere, as listed.
    Latin,
    /// Russian Cyrillic, with a patronymic; other countries romanise by their own rules.
    Russian,
    /// Ukrainian Cyrillic, with a patronymic; other countries romanise by their own rules.
    Ukrainian,
    /// A Latin spelling beside the native script, which puts the given name first.
    Native,
    /// A Latin spelling beside the native script, which puts the family name first and writes no space.
    FamilyFirst,
    /// Latin letters with marks, the family name first at home.
    Vietnamese,
}

/// A group of people with the same stock of names.
#[derive(Debug)]
pub(super) struct Community {
    pub(super) writing: Writing,
    /// ISO 3166 alpha-2, lower case, as FollowTheMoney writes nationalities.
    pub(super) nationality: &'static str,
    pub(super) men: &'static str,
    pub(super) women: &'static str,
    pub(super) families: &'static str,
    pub(super) places: &'static str,
}

pub(super) const GERMAN: Community = Community {
    writing: Writing::Latin,
    nationality: "de",
    men: "Michael Thomas Andreas Stefan Peter Christian Matthias Markus Wolfgang Klaus Jürgen Frank Martin Jan Uwe \
        Bernd Daniel Sebastian Florian Tobias Alexander Lukas Felix Maximilian Jonas Paul Leon Philipp Dieter Günter \
        Heinz Helmut Manfred Jörg Ralf Torsten Dirk Holger Karsten Sven Oliver Björn Lars Marco Benjamin Dennis \
        Patrick Niklas Tim Fabian Julian Moritz Jakob Anton Emil Götz Rüdiger Hans-Jürgen Karl-Heinz Ulrich Bernhard \
        Gerhard Volker Norbert Reinhard Detlef Roland Ludwig Konrad Jannis Malte Henning Till Sönke",
    women: "Sabine Susanne Petra Monika Claudia Andrea Birgit Karin Ursula Renate Stefanie Nicole Julia Katharina Anna \
        Christine Angelika Heike Gabriele Martina Anja Sandra Melanie Daniela Kathrin Laura Lea Lena Sarah Lisa Marie \
        Johanna Helga Ingrid Brigitte Gisela Ute Silke Tanja Kerstin Jana Antje Nadine Franziska Theresa Sophie Clara \
        Charlotte Greta Frieda Elfriede Hannelore Hildegard Waltraud Bärbel Jördis Svenja Imke Wiebke Friederike \
        Annegret Anneliese Marlene Paula Nele Merle",
    families: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein \
        Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann \
        Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung \
        Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht \
        Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel \
        Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer \
        Arnold Wolff Pfeiffer Ebert Hübner Gärtner Böttcher Kröger Nölle Füßmann Strößner Großkreuz Jürgens Petersen \
        Brüggemann Westermann Oberländer Niedermeier Grünwald Lüdtke Thönnes Käsbauer Mühlhaus Rößler Weißbach",
    places: "Berlin|Hamburg|München|Köln|Frankfurt am Main|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|\
        Hannover|Nürnberg|Duisburg|Bochum|Münster|Görlitz|Würzburg|Lübeck|Göttingen|Saarbrücken|Tübingen|Zwickau",
};

pub(super) const TURKISH: Community = Community {
    writing: Writing::Latin,
    nationality: "tr",
    men: "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Emre Hakan Serkan Özgür Çağlar \
        Şükrü Oğuz Tuğrul Cem Kemal Umut Barış Volkan Ümit Gökhan",
    women: "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Özlem Gülay Songül Yıldız Derya Çiğdem Büşra \
        Tuğba Ebru Nurgül Sevgi Aylin Gülşen Müge",
    families: "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç \
        Kurt Özkan Şimşek Polat Korkmaz Erdem Güneş Aksoy Tekin Karaca Bulut Çakır Güler Ünal Öz Karadağ Sarıkaya Gündoğdu",
    places: "İstanbul|Ankara|İzmir|Trabzon|Gaziantep|Kayseri|Diyarbakır|Eskişehir|Şanlıurfa|Köln|Berlin|Duisburg",
};

pub(super) const POLISH: Community = Community {
    writing: Writing::Latin,
    nationality: "pl",
    men: "Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Łukasz Grzegorz Wojciech Mateusz Zbigniew \
        Jerzy Mariusz Dariusz Sławomir Bogdan Rafał Zdzisław",
    women: "Anna Katarzyna Maria Małgorzata Agnieszka Barbara Ewa Krystyna Magdalena Elżbieta Joanna Aleksandra Zofia \
        Monika Teresa Danuta Grażyna Bożena Jolanta Żaneta",
    families: "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski \
        Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Michalski Zając Król Wieczorek \
        Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Dudek Gołębiewski Źródłowski Szczepański",
    places: "Warszawa|Kraków|Łódź|Wrocław|Poznań|Gdańsk|Szczecin|Bydgoszcz|Białystok|Rzeszów|Zielona Góra",
};

pub(super) const RUSSIAN: Community = Community {
    writing: Writing::Russian,
    nationality: "ru",
    men: "Александр Сергей Дмитрий Андрей Алексей Максим Евгений Владимир Иван Михаил Николай Игорь Юрий Олег Павел Роман \
        Виктор Константин Артём Денис Антон Василий Анатолий Виталий Валерий Вячеслав Никита Илья Кирилл Станислав \
        Григорий Геннадий Борис Леонид Фёдор Пётр Егор Даниил Тимофей Вадим Руслан Яков Аркадий Георгий Лев Степан \
        Захар Матвей Семён Ярослав Глеб Всеволод Святослав Эдуард Юлиан Игнат Прохор",
    women: "Елена Ольга Наталья Татьяна Ирина Светлана Анна Мария Екатерина Юлия Людмила Галина Анастасия Марина Надежда \
        Валентина Любовь Нина Оксана Вера Александра Дарья Ксения Евгения Виктория Алёна Лариса Алла Тамара Полина \
        Маргарита Елизавета Зоя Раиса Софья Варвара Яна Жанна Эльвира Кристина Инна Майя Ульяна Лидия Антонина Зинаида",
    families: "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев \
        Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв \
        Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв \
        Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров \
        Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов \
        Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов Мартынов \
        Ефимов Федотов Назаров Щербаков Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов \
        Филатов Пономарёв Голубев Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников Трофимов Леонов Соболев Ермаков \
        Колесников Гончаров Емельянов Никифоров Грачёв Котов Гришин Ефремов Архипов Громов Кириллов Малышев Панов \
        Моисеев Румянцев Акимов Кондратьев Бирюков Горбунов Анисимов Еремин Тихомиров Галкин Лукьянов Михеев Скворцов \
        Юдин Белоусов Нестеров Симонов Прокофьев Харитонов Князев Цветков Левин Воронцов Жданов Шишкин Ершов Ячменёв \
        Чайковский Заболоцкий Раевский Вознесенский Покровский Успенский Толстой Полевой Чечёткин Щеглов Хохлов Шевцов \
        Юхнин Ящук Цыганков Жигулин Шубин Щипачёв Железняк Дьячков Мызников Крутых Седых Долгих",
    places: "Москва|Санкт-Петербург|Новосибирск|Екатеринбург|Нижний Новгород|Самара|Омск|Ростов-на-Дону|Челябинск|\
        Красноярск|Воронеж|Пермь|Волгоград|Псков|Смоленск|Калининград|Тюмень|Иркутск|Хабаровск|Ярославль|Владивосток",
};

pub(super) const ESTONIAN_RUSSIAN: Community = Community {
    nationality: "ee",
    places: "Таллин|Нарва|Кохтла-Ярве|Силламяэ|Маарду|Тарту|Пярну|Йыхви|Кивиыли|Ленинград",
    ..RUSSIAN
};

pub(super) const TATAR: Community = Community {
    writing: Writing::Russian,
    nationality: "ru",
    men: "Рустам Ильдар Ринат Айрат Марат Ильшат Равиль Фарид Рафаэль Тимур Булат Наиль Шамиль Азат Искандер Фаниль Хасан \
        Камиль Рашид Альберт Ильгиз",
    women: "Гульнара Лилия Альбина Эльвира Алсу Гузель Резеда Айгуль Диляра Римма Фарида Венера Розалия Зульфия Наиля \
        Лейсан Камила",
    families: "Хасанов Ахметов Хайруллин Галиев Сафин Валиев Гарипов Закиров Гилязов Шарипов Ибрагимов Каримов Юсупов \
        Нуриев Фаттахов Мухаметзянов Гайнутдинов Шакиров Зиннуров Сабиров Насибуллин Хабибуллин Шайхутдинов Тухватуллин",
    places: "Казань|Набережные Челны|Уфа|Альметьевск|Нижнекамск|Зеленодольск",
};

pub(super) const CAUCASIAN: Community = Community {
    writing: Writing::Russian,
    nationality: "ru",
    men: "Магомед Ахмед Муса Иса Ибрагим Али Умар Усман Адам Ислам Руслан Султан Хамзат Турпал Асланбек Бислан Гаджи \
        Шамиль Зелимхан Юнус Абдурахман Мурад Алихан",
    women: "Зарема Марьям Хадижат Аминат Патимат Мадина Луиза Элина Хеда Раиса Малика Зулихан Петимат Айшат Фатима Седа",
    families: "Магомедов Алиев Исаев Ахмедов Дудаев Гайсумов Хасиев Эльмурзаев Дадаев Мусаев Гаджиев Османов Абдулаев \
        Хизриев Тимурзиев Арсанукаев Эдильгериев Цечоев Яхъяев Бациев Ойбуев Чагаев Шахгиреев Вацуев",
    places: "Грозный|Махачкала|Гудермес|Хасавюрт|Дербент|Назрань|Урус-Мартан|Каспийск|Шали",
};

pub(super) const UKRAINIAN: Community = Community {
    writing: Writing::Ukrainian,
    nationality: "ua",
    men: "Олександр Сергій Андрій Володимир Микола Дмитро Олексій Іван Юрій Василь Михайло Петро Євген Тарас Богдан Ярослав \
        Ігор Віталій Павло Григорій Остап",
    women: "Олена Тетяна Наталія Ірина Оксана Світлана Ганна Юлія Людмила Галина Катерина Марія Любов Надія Валентина \
        Соломія Євгенія Христина Зоряна",
    families: "Мельник Шевченко Бондаренко Коваленко Бойко Ткаченко Кравченко Ковальчук Коваль Олійник Шевчук Поліщук \
        Ткачук Савченко Марченко Руденко Мороз Лисенко Петренко Клименко Павленко Гончаренко Щербак Їжакевич Харченко \
        Гнатюк Яценко Чорнобай Євтушенко Цимбал Жовтобрюх",
    places: "Київ|Харків|Одеса|Дніпро|Запоріжжя|Львів|Вінниця|Полтава|Чернігів|Маріуполь|Житомир",
};

pub(super) const ARABIC: Community = Community {
    writing: Writing::Native,
    nationality: "sy",
    men: "Mohammad/محمد Ahmad/أحمد Ali/علي Khaled/خالد Omar/عمر Hussein/حسين Mahmoud/محمود Youssef/يوسف Hassan/حسن \
        Ibrahim/إبراهيم Mustafa/مصطفى Abdullah/عبدالله Samir/سمير Bashar/بشار Ziad/زياد Tarek/طارق Anas/أنس Fadi/فادي \
        Wael/وائل Jamal/جمال",
    women: "Fatima/فاطمة Maryam/مريم Aisha/عائشة Zainab/زينب Noor/نور Rania/رانيا Hala/هالة Amal/أمل Samira/سميرة \
        Layla/ليلى Huda/هدى Yasmin/ياسمين Khadija/خديجة Salma/سلمى Iman/إيمان",
    families: "Al-Ahmad/الأحمد Al-Hassan/الحسن Al-Khatib/الخطيب Al-Ali/العلي Ibrahim/إبراهيم Al-Masri/المصري \
        Haddad/حداد Khalil/خليل Al-Shami/الشامي Najjar/نجار Al-Halabi/الحلبي Darwish/درويش Qasim/قاسم Mansour/منصور \
        Al-Hamwi/الحموي Saleh/صالح Sulaiman/سليمان Al-Zoubi/الزعبي Barakat/بركات Othman/عثمان Al-Jabouri/الجبوري",
    places: "Damaskus|Aleppo|Homs|Latakia|Mossul|Bagdad|Beirut|Deir ez-Zor|Idlib|Basra",
};

pub(super) const PERSIAN: Community = Community {
    writing: Writing::Native,
    nationality: "af",
    men: "Mohammad/محمد Ali/علی Reza/رضا Hossein/حسین Mehdi/مهدی Farhad/فرهاد Hamid/حمید Najibullah/نجیب‌الله \
        Habib/حبیب Jawad/جواد Esmatullah/عصمت‌الله",
    women: "Zahra/زهرا Maryam/مریم Fereshteh/فرشته Shirin/شیرین Parisa/پریسا Nasrin/نسرین Soraya/ثریا Laleh/لاله",
    families: "Rahimi/رحیمی Ahmadi/احمدی Karimi/کریمی Hosseini/حسینی Mohammadi/محمدی Noori/نوری Rezai/رضایی \
        Amiri/امیری Haidari/حیدری Sadat/سادات Yousefi/یوسفی Jafari/جعفری",
    places: "Kabul|Herat|Masar-e Scharif|Kandahar|Teheran|Maschhad|Isfahan",
};

pub(super) const GREEK: Community = Community {
    writing: Writing::Native,
    nationality: "gr",
    men: "Georgios/Γεώργιος Dimitrios/Δημήτριος Konstantinos/Κωνσταντίνος Ioannis/Ιωάννης Nikolaos/Νικόλαος \
        Panagiotis/Παναγιώτης Vasileios/Βασίλειος Christos/Χρήστος Athanasios/Αθανάσιος Evangelos/Ευάγγελος \
        Spyridon/Σπυρίδων Charalampos/Χαράλαμπος",
    women: "Maria/Μαρία Eleni/Ελένη Aikaterini/Αικατερίνη Vasiliki/Βασιλική Sofia/Σοφία Georgia/Γεωργία \
        Anastasia/Αναστασία Evangelia/Ευαγγελία Ioanna/Ιωάννα Chrysoula/Χρυσούλα",
    families: "Papadopoulos/Παπαδόπουλος Vlachos/Βλάχος Angelopoulos/Αγγελόπουλος Nikolaidis/Νικολαΐδης \
        Georgiou/Γεωργίου Petridis/Πετρίδης Oikonomou/Οικονόμου Karagiannis/Καραγιάννης Makris/Μακρής \
        Dimopoulos/Δημόπουλος Xenakis/Ξενάκης Kotsiopoulos/Κοτσιόπουλος Chatzis/Χατζής Antoniadis/Αντωνιάδης",
    places: "Thessaloniki|Athen|Patras|Larisa|Ioannina|Heraklion|Kavala",
};

pub(super) const VIETNAMESE: Community = Community {
    writing: Writing::Vietnamese,
    nationality: "vn",
    men: "Minh Hùng Dũng Tuấn Anh Đức Hải Long Nam Phong Quang Sơn Thắng Việt Cường",
    women: "Hương Lan Thảo Mai Hoa Ngọc Trang Linh Phương Thúy Hạnh Yến Hà Nhung",
    families: "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh",
    places: "Hà Nội|Hải Phòng|Đà Nẵng|Nghệ An|Rostock|Berlin|Huế",
};

pub(super) const CHINESE: Community = Community {
    writing: Writing::FamilyFirst,
    nationality: "cn",
    men: "Wei/伟 Qiang/强 Lei/磊 Jun/军 Yang/洋 Yong/勇 Jie/杰 Tao/涛 Ming/明 Chao/超 Zhiqiang/志强 Jianguo/建国 \
        Haoran/浩然 Wenbo/文博",
    women: "Fang/芳 Na/娜 Min/敏 Jing/静 Li/丽 Yan/艳 Juan/娟 Xia/霞 Xiuying/秀英 Xiaohong/小红 Yuting/雨婷 Meiling/美玲",
    families: "Wang/王 Li/李 Zhang/张 Liu/刘 Chen/陈 Yang/杨 Zhao/赵 Huang/黄 Zhou/周 Wu/吴 Xu/徐 Sun/孙 Zhu/朱 Gao/高 \
        Lin/林 He/何 Guo/郭 Luo/罗 Ouyang/欧阳",
    places: "Schanghai|Peking|Qingtian|Wenzhou|Guangzhou|Shenyang|Harbin",
};

pub(super) const KOREAN: Community = Community {
    writing: Writing::FamilyFirst,
    nationality: "kr",
    men: "Minjun/민준 Seojun/서준 Jihoon/지훈 Sungho/성호 Youngsoo/영수 Jaehyun/재현 Dongwook/동욱 Kyungsoo/경수",
    women: "Seoyeon/서연 Jiwoo/지우 Minji/민지 Youngmi/영미 Eunji/은지 Soojin/수진 Hyejin/혜진",
    families: "Kim/김 Lee/이 Park/박 Choi/최 Jung/정 Kang/강 Cho/조 Yoon/윤 Jang/장 Lim/임 Han/한 Shin/신",
    places: "Seoul|Busan|Incheon|Daegu|Gwangju|Daejeon",
};

pub(super) const GEORGIAN: Community = Community {
    writing: Writing::Native,
    nationality: "ge",
    men: "Giorgi/გიორგი/Георгий Davit/დავით/Давид Levan/ლევან/Леван Zurab/ზურაბ/Зураб Nika/ნიკა/Ника \
        Irakli/ირაკლი/Ираклий Vakhtang/ვახტანგ/Вахтанг Tornike/თორნიკე/Торнике Mamuka/მამუკა/Мамука Gocha/გოჩა/Гоча",
    women: "Nino/ნინო/Нино Tamar/თამარ/Тамара Ketevan/ქეთევან/Кетеван Mariam/მარიამ/Мариам Natia/ნათია/Натия \
        Eka/ეკა/Эка Lela/ლელა/Лела Nana/ნანა/Нана",
    families: "Beridze/ბერიძე/Беридзе Kapanadze/კაპანაძე/Капанадзе Gelashvili/გელაშვილი/Гелашвили \
        Maisuradze/მაისურაძე/Майсурадзе Giorgadze/გიორგაძე/Гиоргадзе Lomidze/ლომიძე/Ломидзе \
        Tsiklauri/წიკლაური/Циклаури Bolkvadze/ბოლქვაძე/Болквадзе Kvaratskhelia/კვარაცხელია/Кварацхелия \
        Shengelia/შენგელია/Шенгелия Mchedlishvili/მჭედლიშვილი/Мчедлишвили Ghvinianidze/ღვინიანიძე/Гвинианидзе",
    places: "Tbilissi|Batumi|Kutaissi|Sugdidi|Rustawi|Gori",
};

pub(super) const ARMENIAN: Community = Community {
    writing: Writing::Native,
    nationality: "am",
    men: "Armen/Արմեն/Армен Hayk/Հայկ/Айк Tigran/Տիգրան/Тигран Karen/Կարեն/Карен Gevorg/Գևորգ/Геворг \
        Artur/Արթուր/Артур Vardan/Վարդան/Вардан Ashot/Աշոտ/Ашот Hovhannes/Հովհաննես/Оганес Samvel/Սամվել/Самвел",
    women: "Anahit/Անահիտ/Анаит Mariam/Մարիամ/Мариам Lusine/Լուսինե/Лусине Narine/Նարինե/Нарине Gayane/Գայանե/Гаяне \
        Hasmik/Հասմիկ/Асмик Nune/Նունե/Нуне Ruzanna/Ռուզաննա/Рузанна",
    families: "Harutyunyan/Հարությունյան/Арутюнян Sargsyan/Սարգսյան/Саргсян Hovhannisyan/Հովհաննիսյան/Оганнисян \
        Grigoryan/Գրիգորյան/Григорян Khachatryan/Խաչատրյան/Хачатрян Petrosyan/Պետրոսյան/Петросян \
        Vardanyan/Վարդանյան/Варданян Gevorgyan/Գևորգյան/Геворгян Karapetyan/Կարապետյան/Карапетян \
        Mkrtchyan/Մկրտչյան/Мкртчян Poghosyan/Պողոսյան/Погосян Galstyan/Գալստյան/Галстян",
    places: "Jerewan|Gjumri|Wanadsor|Etschmiadsin|Goris",
};

pub(super) const HEBREW: Community = Community {
    writing: Writing::Native,
    nationality: "il",
    men: "David/דוד Moshe/משה Yosef/יוסף Avraham/אברהם Yaakov/יעקב Daniel/דניאל Eitan/איתן Noam/נועם Gil/גיל Amit/עמית",
    women: "Sarah/שרה Rachel/רחל Miriam/מרים Noa/נועה Tamar/תמר Yael/יעל Shira/שירה Michal/מיכל Hadas/הדס",
    families: "Cohen/כהן Levi/לוי Mizrahi/מזרחי Peretz/פרץ Biton/ביטון Dahan/דהן Avraham/אברהם Friedman/פרידמן \
        Malka/מלכה Azoulay/אזולאי Katz/כץ Shapira/שפירא",
    places: "Tel Aviv|Haifa|Jerusalem|Aschdod|Be'er Scheva",
};

pub(super) const INDIAN: Community = Community {
    writing: Writing::Native,
    nationality: "in",
    men: "Rahul/राहुल Amit/अमित Sanjay/संजय Rajesh/राजेश Vijay/विजय Sunil/सुनील Arjun/अर्जुन Deepak/दीपक Manoj/मनोज \
        Vikram/विक्रम",
    women: "Priya/प्रिया Sunita/सुनीता Anjali/अंजलि Pooja/पूजा Neha/नेहा Kavita/कविता Lakshmi/लक्ष्मी Meena/मीना",
    families: "Sharma/शर्मा Verma/वर्मा Gupta/गुप्ता Singh/सिंह Kumar/कुमार Patel/पटेल Mishra/मिश्रा Joshi/जोशी \
        Yadav/यादव Agarwal/अग्रवाल Chauhan/चौहान Tiwari/तिवारी",
    places: "Delhi|Mumbai|Pune|Jaipur|Lucknow|Ahmedabad",
};

pub(super) const ESTONIAN: Community = Community {
    writing: Writing::Latin,
    nationality: "ee",
    men: "Rein Jaan Toomas Andres Margus Urmas Jüri Ants Peeter Martin Priit Aivar Tiit Mati Märt Rasmus Karl Kaspar \
        Kristjan Indrek Raivo Marek Tarmo Meelis Ülo Hannes Jaanus Siim Taavi Tõnu Tõnis Madis Mihkel Sander Robin Oskar \
        Hugo Ago Kalle Heiki Veiko Erki Riho Ain Enn Väino Endel Lembit Kalev Sulev Olev Üllar Mairo",
    women: "Anne Ene Tiina Sirje Kristiina Katrin Piret Kadri Maria Liis Triin Anu Kristi Riina Merike Ülle Malle Mall \
        Helgi Aino Laine Helmi Leida Linda Maie Eha Kersti Kai Liina Laura Johanna Sandra Mari-Liis Anneli Eve Reet Pille \
        Signe Maarja Õie Ülvi Imbi Külli Helve Viive Jana Grete Hanna Eliise",
    families: "Tamm Saar Sepp Mägi Kask Kukk Rebane Ilves Pärn Koppel Luik Oja Raudsepp Lepik Kuusk Karu Kütt Vaher Põder \
        Lepp Laur Kallas Kivi Kangur Parts Kõiv Ots Leppik Mets Rand Toom Järv Teder Lõhmus Jõgi Männik Soosaar Allik Kuus \
        Pärtel Hein Kurg Peterson Vahtra Aas Toome Jürgenson Kruus Uibo Ott Pihlak Tali Aavik Tuisk Nurk Roos Sarapuu \
        Väli Õun Rätsep Kuningas Põld Laas Tõnisson Jakobson Hunt Rosenberg Pukk Kirs Viira Käär Hiiemäe Ülemiste \
        Suurkask Väljaots Kõrgesaar Tammepuu Raidmets Sõõru Õispuu Kääramees",
    places: "Tallinn|Tartu|Narva|Pärnu|Viljandi|Rakvere|Kuressaare|Võru|Valga|Haapsalu|Jõhvi|Paide|Põlva|Türi|Kärdla|Jõgeva",
};

pub(super) const FINNISH: Community = Community {
    writing: Writing::Latin,
    nationality: "fi",
    men: "Juhani Mikko Antti Jukka Pekka Matti Timo Kari Ville Janne Heikki Sami Eero Väinö Jyrki Tuomas",
    women: "Maria Anneli Johanna Hannele Tuula Päivi Kaisa Liisa Riitta Heli Sanna Minna Kirsi Hilkka",
    families: "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Saarinen \
        Salminen Heinonen Niemi Kinnunen Salonen Tuominen Räsänen Väisänen Hyvönen",
    places: "Helsinki|Turku|Tampere|Oulu|Espoo|Lahti|Kuopio",
};

pub(super) const LATVIAN: Community = Community {
    writing: Writing::Latin,
    nationality: "lv",
    men: "Jānis Andris Juris Edgars Māris Aivars Kristaps Gints Uldis Artūrs Mārtiņš Ģirts",
    women: "Anna Kristīne Inese Inga Ilze Anita Līga Daina Zane Dace Baiba Žanete",
    families: "Bērziņš Kalniņš Ozoliņš Jansons Liepiņš Krūmiņš Balodis Eglītis Zariņš Petersons Vītols Kļaviņš Kārkliņš Šmits",
    places: "Riga|Daugavpils|Liepāja|Jelgava|Valmiera|Cēsis",
};
