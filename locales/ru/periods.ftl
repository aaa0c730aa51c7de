# Comity, русский: сроки по их ключам и файлы права, которые ведёт само ведомство.

law-own-files = { $n ->
    [one] { $n } файл права из собственной папки ведомства
    [few] { $n } файла права из собственной папки ведомства
    [many] { $n } файлов права из собственной папки ведомства
   *[other] { $n } файла права из собственной папки ведомства
}
law-own-mistakes = { $n ->
    [one] { $n } ошибка
    [few] { $n } ошибки
    [many] { $n } ошибок
   *[other] { $n } ошибки
}
law-own-hint = Файл с ошибкой не используется, пока она не исправлена; все остальные действуют. Файлы читаются при запуске узла.
question-precise = Эти пункты следуют из того, чего не нашла проверка. Их можно изменить или очистить.
field-example = Пишется так:

## Сроки
deadline-accelerated-reply = Ответ в ускоренной процедуре
deadline-accelerated-submit = Ходатайство в ускоренной процедуре
deadline-accused-summons-lead-time = Вручение повестки обвиняемому до явки
deadline-acknowledge = Подтверждение получения
deadline-acknowledge-executing = Подтверждение исполняющего органа
deadline-act-expeditiously = Все подходящие меры, безотлагательно
deadline-additional-information = Дополнительные сведения
deadline-arrest-before-request = Задержание до запроса: запрос должен прийти
deadline-assurance-extradition = После задержания будет запрошена выдача
deadline-consent-after-crossing = Разрешение после пересечения границы
deadline-consular-interview = Собеседование в представительстве
deadline-core-data = Основные данные после совпадения
deadline-criminal-records-exchange = Ежегодное сообщение о приговорах
deadline-decision = Решение
deadline-defective-request = Исправление неполного запроса
deadline-direct-nondisclosure = Конец срока поставщика услуг для раскрытия
deadline-execution = Исполнение
deadline-expedited = Ускоренный ответ
deadline-expedited-access = Ускоренный доступ к данным
deadline-extradition-custody-maximum = Конец содержания под стражей для выдачи
deadline-formal-confirmation = Официальное подтверждение
deadline-immunity-exit-window = Конец неприкосновенности прибывшего
deadline-information-duty = Сообщение о ходе и препятствиях
deadline-information-duty-requesting = Сообщение, что решение отпало
deadline-judicial-authorisation = Сведения после разрешения суда
deadline-listed-direct = Ответ: деяние из списка, прямой доступ
deadline-notify-crossing = Сообщение о пересечении границы
deadline-object = Возражение исполняющего органа
deadline-object-emergency = Возражение в чрезвычайном случае
deadline-on-location = Сообщение об обнаружении лица
deadline-oral-confirmation = Письменное подтверждение устного запроса
deadline-other = Ответ в иных случаях
deadline-preservation-minimum = Данные хранятся не менее чем до
deadline-preserve = Конец обязанности сохранять
deadline-preserve-until-produced = Сохранение до выдачи данных
deadline-produce = Выдача данных
deadline-produce-emergency = Выдача данных в чрезвычайном случае
deadline-promptness = Незамедлительная помощь
deadline-provisional-measure = Решение о временной мере
deadline-readmission-in-error = Принятие обратно после ошибки
deadline-refusal-notice = Отказ с основаниями
deadline-reply = Ответ
deadline-reply-prima-facie-third-country = Ответ: гражданин третьего государства, косвенное доказательство
deadline-result-notice = Сообщение о результате
deadline-retention-review = Проверка хранения
deadline-return-of-wrongly-readmitted = Возврат ошибочно принятого лица
deadline-return-subscriber = Данные об абоненте
deadline-return-traffic = Данные о трафике
deadline-risk-notice = Сообщение об угрозе сохранению
deadline-safe-conduct-exit-window = Конец неприкосновенности после отпуска
deadline-serve-provider = Вручение поставщику услуг
deadline-sk-original-hard = 40 дней: должен прийти оригинал ордера
deadline-sk-original-soft = 18 дней: оригинал ордера следует прислать
deadline-strategy = Стратегия возврата активов
deadline-submit-application = Ходатайство после того, как стало известно о пребывании
deadline-suspension-notice = Уведомление о приостановлении
deadline-temporary-measure-end = Конец срочной меры
deadline-traffic-data-disclosure = Данные о другом поставщике услуг
deadline-transfer = Передача лица
deadline-transfer-notice-be = Уведомление о передаче (Бельгия)
deadline-transit-reply = Ответ о транзите
deadline-transit-reply-be = Ответ о транзите (Бельгия)
deadline-travel-document = Проездной документ
deadline-travel-document-renewal = Обновление проездного документа
deadline-travel-document-validity = Срок действия проездного документа
deadline-urgent = Ответ на срочный запрос
deadline-urgent-direct = Срочно: прямой доступ
deadline-urgent-indirect = Срочно: с запросом к другим
deadline-urgent-listed-direct = Срочно: деяние из списка, прямой доступ

## Процедуры
procedure-asset-confiscation = конфискация
procedure-asset-freezing = замораживание активов
procedure-asset-return = возврат и раздел активов
procedure-asset-tracing = розыск активов
procedure-controlled-delivery = контролируемая поставка
procedure-data-disclosure = раскрытие хранимых данных
procedure-data-real-time = сбор данных в реальном времени
procedure-joint-team = совместная группа
procedure-mla-banking = банковские сведения
procedure-mla-evidence = получение доказательств
procedure-mla-hearing = допрос по видео или телефону
procedure-mla-search = обыск и изъятие
procedure-mla-service = вручение документов и повесток
procedure-police-information = полицейские сведения
procedure-preservation = безотлагательное сохранение данных
procedure-prisoner-transfer = передача лица под стражей для дачи показаний
procedure-readmission = реадмиссия, обычная и ускоренная
procedure-readmission-transit = транзит при реадмиссии
procedure-speciality-consent = согласие на другие деяния, дальнейшую выдачу или новое задержание
procedure-transit = транзитная перевозка выдаваемого лица
procedure-wanted-notice = уведомление о розыске
