## Deliveries that failed: whose turn it is and what comes next.

failed-heading = Что задерживает доставку
failed-caption = Неудавшиеся доставки, сначала старые
failed-state = Состояние
failed-side = Чей ход
failed-next = Следующий шаг
failed-state-waiting = ждёт
failed-state-refused = отклонено
failed-side-here = сотрудник здесь
failed-side-partner = партнёр
failed-side-between = ничей: пройдёт само
failed-side-node = этот узел
failed-next-here = Исправить адрес или ключи партнёра.
failed-next-partner = Позвонить партнёру: ему надо проверить свой узел, ключи или аккредитации.
failed-next-between = Ничего: попытка повторится сама.
failed-next-node = Показать тем, кто обслуживает этот узел.
