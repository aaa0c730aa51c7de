# Comity, Russian: letters.
letter-title = Письмо
letter-text = Файл PDF/A для органа, который работает с бумагой: то же содержание, перечень приложений, хеш подписанного акта и код для проверки.
letter-which = Какое письмо
letter-reminder = Напоминание о том, что ожидается
letter-language = Язык заголовков и терминов
letter-usual = Язык, который принимает адресат
letter-accepted = принимается адресатом
letter-not-accepted = Адресат принимает { $languages }. На этих языках писем нет; к письму нужно приложить перевод.
letter-download = Скачать письмо
letter-draft-hint = На каждой странице указано, что это проект.
evidence-letter = Код на письме
evidence-letter-hint = Строка, которая начинается с comity:1/; она же в QR-коде. Оставьте пустым, если письма для проверки нет.
evidence-letter-act = акт этого письма
error-typeface = Письмо нельзя составить: на этой машине нет нужного шрифта.
audited-letter-made = составил(а) письмо
