# Comity, Russian: the law and its procedures. Every language has the same messages with the same values.

## The website of the law
law-site-name = Право между государствами
law-site-lead = Какой договор связывает два государства, что должен содержать запрос и сколько времени есть у каждой стороны.
law-site-made = По состоянию библиотеки на { $on }
law-tabs = Разделы права
law-tab-check = Какое право применяется
law-tab-states = Два государства
law-tab-instruments = Документы
law-tab-procedures = Процедуры
law-on-this-page = На этой странице
law-unreadable = { $n ->
    [one] { $n } файл с правом содержит ошибки и не используется:
    [few] { $n } файла с правом содержат ошибки и не используются:
    [many] { $n } файлов с правом содержат ошибки и не используются:
   *[other] { $n } файла с правом содержат ошибки и не используются:
}
law-no-instruments = В библиотеке нет документов.
law-no-pairs = Эта папка создана без пар государств.
law-no-sources = Источник не указан.
law-pairs-caption = В строках — кто запрашивает, в столбцах — кого запрашивают
law-show-pair = Показать, что их связывает
law-other-day = Показать этот день
law-pair-title = Запрашивает { $from }, запрашивается { $to }
law-pair-on = По состоянию на { $on }
law-pair-turned = Обратное направление
law-pair-caption = Что связывает их в каждой процедуре
law-pair-nothing = Ни один документ библиотеки не связывает их в этот день.
law-nothing-binds = Процедуры, для которых ничего не связывает
law-why-not = Почему остальные не связывают
law-why-not-for = для
law-whole-answer = Каким должен быть запрос
law-to-pair = Всё между этими двумя
law-to-procedure = Процедура шаг за шагом
law-binding = Что связывает эти два государства
law-further-matters = Другие предметы договоров
law-dates = Когда что произошло
law-dates-hint = День или момент с часовым поясом места:
deadline-safe = надёжно до
deadline-extended = продлевается не дальше
law-check-again = Спросить снова с этими сведениями
law-open-facts = { $n ->
    [one] { $n } вопрос о деле может изменить ответ
    [few] { $n } вопроса о деле могут изменить ответ
    [many] { $n } вопросов о деле могут изменить ответ
   *[other] { $n } вопроса о деле могут изменить ответ
}
law-fact-unknown = неизвестно
law-concerns = Касается:

## An instrument
law-status = Состояние
law-standing-in-force = в силе
law-standing-repealed = отменён
law-parent = Протокол к
law-depositary = Депозитарий
law-adopted = Принят
law-in-force = В силе с
law-applies-from = Применяется с
law-transposition = Срок имплементации
law-repealed = Отменён
law-authentic = Аутентичные языки
law-prevailing = преимущественную силу имеет:
law-entry-into-force = Вступление в силу для государства
law-denunciation = Прекращение после денонсации
law-denounced = денонсировано
law-rule-after = после:
law-rule-first-day = затем первый день следующего месяца
law-cases = Для каких случаев
law-decided-by = Решающий день
law-counts = Как исчисляются сроки
counting-rule-eu-1182-71 = по Регламенту 1182/71: с переносом через нерабочие дни
law-outside = Не охватывает
law-parties-bound = { $n ->
    [one] { $n } из них связана на { $on }.
    [few] { $n } из них связаны на { $on }.
    [many] { $n } из них связаны на { $on }.
   *[other] { $n } из них связаны на { $on }.
}
law-bound-since = Связана с
party-standing-bound = связана
party-standing-not-yet = ещё нет
party-standing-ended = вышла
party-standing-unclear = неясно
law-towards = В отношении
law-changes = Изменяет
law-source = Источник
law-national = Национальные правила
law-national-hint = Как действует правило, когда запрашивают это государство.
law-relations = Отношение к другим документам
law-named-by = Что говорят о нём другие
law-between-members = между участниками
law-any-treaty = любой другой договор между ними
law-unless-agreed = если обе стороны не согласятся применять этот
law-asked-by = Используется в:
law-guarantees = Гарантии
law-extension = Продление:
law-given-by-act = обеспечивается подписанным актом
law-where-it-applies = если применимо
law-declared-by = заявлено: { $state }
law-disapplied = Правила, не действующие между ними
law-duties = Обязанности помимо документов
column-party = Участник
column-standing = Положение
column-how = Каким образом
column-remarks = Примечания
column-kind = Вид
column-read = Прочитано в тексте
column-from = Отсчёт от
column-obliged = Обязан действовать
column-consequence = Последствие

## A procedure
law-rules-in = Правила в этих документах
law-same-family = Можно просить вместе с:
law-steps = Кто, что и когда может делать
law-when-status = Пока дело
law-optional-step = необязательно
law-fields = Поля процедуры
law-field-of-instrument = содержание по документам
law-in-measures = в мерах
law-measures = Меры
law-second-person = второе лицо
law-is-event = Является событием
law-moves-to = После этого дело
law-counts-as = Суммы считаются как
law-requires = Требует
law-safeguards = Вопросы, на которые нужно ответить
law-answered-by = Отвечает
law-guards = Стоит перед
law-stays-here = ответ остаётся на узле
law-with-reasons = с обоснованием
law-gives-undertaking = даёт обязательство
law-undertakings = Обязательства
law-binds-from = Действует с
law-given-with = Даётся вместе с
law-lasting = Бессрочно
law-ends = Чем завершается

## Codes of the law
instrument-kind-multilateral-treaty = многосторонний договор
instrument-kind-bilateral-treaty = двусторонний договор
instrument-kind-additional-protocol = дополнительный протокол
instrument-kind-eu-regulation = регламент Союза
instrument-kind-eu-directive = директива Союза
instrument-kind-eu-framework-decision = рамочное решение Союза
instrument-kind-eu-decision = решение Союза
instrument-kind-eu-third-state-agreement = соглашение Союза с третьим государством
instrument-kind-organisation-rules = правила организации
instrument-kind-political-network = политическая сеть
instrument-role-conditional = в определённых случаях
instrument-role-otherwise = по другому вопросу
exclusion-unclear = неясно
exclusion-not-a-party = не участник
exclusion-not-yet-in-force = ещё не в силе
exclusion-ended = прекращено
exclusion-out-of-scope = для других случаев
exclusion-superseded = заменён между ними
exclusion-reservation = оговорка
exclusion-parent-does-not-bind = его конвенция не связывает
exclusion-unreadable = файл с ошибками
notice-unclear = Сказать нельзя, и догадок здесь нет
notice-treaty-without-file = Договор, для которого здесь нет файла
notice-order-open = Соотношение документов не закреплено
notice-calendar = О календаре
applies-no = не в этом деле
applies-unknown = зависит от фактов
met-yes = выполнено
met-no = не выполнено
stands-yes = действует в этом деле
stands-no = здесь не действует
deadline-effect-may-release = лицо может быть освобождено
deadline-effect-must-release = лицо должно быть освобождено
deadline-effect-duty = обязанность
deadline-effect-protection-ends = защита прекращается
deadline-effect-measure-ends = мера прекращается
deadline-effect-permits = разрешает
deadline-effect-information = для сведения
declaration-kind-declaration = заявление
declaration-kind-reservation = оговорка
declaration-kind-territorial = территориальное
declaration-kind-objection = возражение
declaration-kind-note = примечание
declaration-kind-national-rule = национальное правило
declaration-effect-article-excluded = исключает статью
declaration-effect-chapter-excluded = исключает главу
declaration-effect-assurance-limited = ограничивает гарантию
declaration-effect-authority = называет орган
declaration-effect-capital-punishment-absolute = смертная казнь — безусловное препятствие
declaration-effect-channel = называет канал
declaration-effect-consent-always-required = согласие всегда необходимо
declaration-effect-consent-required = необходимо согласие
declaration-effect-consent-revocable = согласие можно отозвать
declaration-effect-contact-point = называет контактный пункт
declaration-effect-convention-displaced = преимущество у другой конвенции
declaration-effect-dual-criminality-reserved = оговорена двойная криминализация
declaration-effect-extra-refusal-grounds = дополнительные основания отказа
declaration-effect-limited = ограничивает
declaration-effect-nationals-always-refused = собственные граждане никогда
declaration-effect-nationals-widened = понятие граждан расширено
declaration-effect-no-liability = без ответственности
declaration-effect-no-relations-with = без отношений с государством
declaration-effect-objection = возражение
declaration-effect-political-offence-narrowed = понятие политического преступления сужено
declaration-effect-scope-narrowed = сфера сужена
declaration-effect-speciality-waived-on-consent = отказ от специальности при согласии
declaration-effect-speciality-waived-on-consent-and-waiver = отказ от специальности при согласии и отказе
declaration-effect-suspended-towards = приостановлено в отношении государства
declaration-effect-territory = территория
declaration-effect-territory-not-controlled = неподконтрольная территория
declaration-effect-threshold-changed = порог изменён
declaration-effect-transit-of-nationals-refused = транзит своих граждан не допускается
declaration-effect-translation-required = требуется перевод
relation-supplements = дополняет
relation-supplemented-by = дополняется
relation-amends = изменяет
relation-amended-by = изменён
relation-replaces-article = заменяет статьи
relation-replaces-between-parties = заменяет между участниками
relation-replaced-between-parties-by = заменён между участниками
relation-replaces-between-members = заменяет между членами
relation-replaces = заменяет
relation-replaced-by = заменён
relation-repeals = отменяет
relation-supersedes = имеет приоритет над
relation-yields-to = уступает
relation-disapplies = исключает применение
relation-completes = восполняет
relation-complements = действует рядом с
relation-detailed-by = детализирован
relation-borrows-deadlines-from = берёт сроки из
relation-applies-through = действует через
relation-may-trigger = может повлечь
relation-without-prejudice-to = не затрагивает
relation-excludes = исключает
relation-competes-with = может применяться вместо
relation-independent-of = не зависит от
relation-model-of = послужил образцом для
relation-modified-by = изменён в части
relation-not-applicable-to = не распространяется на
point-threshold = порог
point-measure = сравнивается с
point-applies-to = для
point-waivable-by = может отказаться
point-final-judgment = окончательный приговор
point-accepts = принимает
point-effect = действие
point-cured-by = устраняется
point-exceptions = исключения
point-decisive-moment = решающий момент
point-alternative = взамен
point-reservable = возможна оговорка
point-effect-on-deadlines = влияние на сроки
point-when = когда
point-applies-if = применяется, если
point-since = с
point-until = до
point-note = примечание
point-article-note = о статье
point-national = прочитано в национальном праве
point-basis = основа
point-replaced-between-parties-to = не между участниками
point-only-if-requested = только если запрашивается
point-given-by-act = обеспечивается подписанным актом
point-met-if = выполнено, если
point-follows = тогда
point-otherwise = иначе
point-arises-if = возникает, если
point-cured-if = отпадает, если
point-when-unmet = есть, если условие не выполнено
point-when-late = есть, если срок пропущен
point-bars = исключает
point-counting = исчисление
point-ends = окончание
point-date = дата
point-met-by = соблюдается
point-extendable-to = можно продлить до
point-extension = продление
point-extension-condition = продление, если
point-restarts-on = начинается заново
point-nature = обязательность
point-scope = сфера
point-replaces = заменяет
counting-from-moment = с минуты события
counting-from-day = день события не считается
counting-with-day = день события считается
nature-soft = мягкий
nature-soft-with-notice = мягкий, с уведомлением о задержке
nature-minimum = минимум
nature-maximum-unless-confirmed = максимум без подтверждения
nature-declared-maximum = максимум по заявлению
law-remark-reservations = Оговорки
law-remark-territory = Территория
law-remark-temporal-application = Действие во времени
law-remark-phased-application = Поэтапное применение
law-remark-counting = Исчисление сроков
law-remark-suspension = Приостановление
law-remark-scope = Сфера действия
law-remark-legal-force = Юридическая сила
law-remark-entry-into-force-note = О вступлении в силу
law-remark-membership = Членство
law-remark-note = Примечание
field-type-text = текст
field-type-date = дата
field-type-moment = момент
field-type-amount = денежная сумма
field-type-person = лицо
field-type-address = адрес
field-type-account = счёт
field-type-number = число
field-type-choice = выбор
field-type-document = документ
tally-traced = обнаружено
tally-frozen = заморожено
tally-unfrozen = разморожено
tally-confiscated = конфисковано
tally-costs = расходы
tally-returned = возвращено
tally-shared = разделено

## Lengths of periods
period-hour = { $n ->
    [one] { $n } час
    [few] { $n } часа
    [many] { $n } часов
   *[other] { $n } часа
}
period-day = { $n ->
    [one] { $n } день
    [few] { $n } дня
    [many] { $n } дней
   *[other] { $n } дня
}
period-working-day = { $n ->
    [one] { $n } рабочий день
    [few] { $n } рабочих дня
    [many] { $n } рабочих дней
   *[other] { $n } рабочих дня
}
period-week = { $n ->
    [one] { $n } неделя
    [few] { $n } недели
    [many] { $n } недель
   *[other] { $n } недели
}
period-month = { $n ->
    [one] { $n } месяц
    [few] { $n } месяца
    [many] { $n } месяцев
   *[other] { $n } месяца
}
period-year = { $n ->
    [one] { $n } год
    [few] { $n } года
    [many] { $n } лет
   *[other] { $n } года
}
period-immediately = немедленно
period-forthwith = незамедлительно
period-promptly = быстро
period-expeditiously = в ускоренном порядке
period-rapidly-expedited = ускоренно
period-without-delay = без задержки
period-as-soon-as-possible = как можно скорее
period-as-soon-as-obtained = сразу по получении
period-if-required = при необходимости
period-fixed-by-requested-state = как установит запрашиваемое государство
period-fixed-date = в установленную дату
period-same-as-reply-limit = как срок ответа
period-in-time-for-40-day-limit = до истечения 40 дней
period-until-full-request-received = до получения полного запроса
period-until-produced = до предоставления данных
period-none = без срока
who-enforcing = исполняющее государство
who-locating = устанавливающее государство
who-provider = поставщик услуг
who-member-state = каждое государство-член
who-either = любое из государств
language-name-fi = финский
language-name-pl = польский
language-name-uk = украинский
language-name-es = испанский
language-name-it = итальянский
language-name-sk = словацкий
language-name-cs = чешский
language-name-bg = болгарский
language-name-ka = грузинский
language-name-hy = армянский
language-name-tr = турецкий
language-name-az = азербайджанский
language-name-be = белорусский
language-name-kk = казахский
language-name-ro = румынский
language-name-nl = нидерландский
language-name-sv = шведский
language-name-da = датский
language-name-no = норвежский
language-name-pt = португальский
language-name-el = греческий
language-name-hu = венгерский
language-name-sr = сербский
language-name-hr = хорватский
language-name-sl = словенский
language-name-zh = китайский
language-name-ga = ирландский
language-name-mt = мальтийский
language-name-is = исландский
language-name-sq = албанский
language-name-mk = македонский
language-name-he = иврит
language-name-uz = узбекский
language-name-ky = киргизский
language-name-tg = таджикский
language-name-tk = туркменский
