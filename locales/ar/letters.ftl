# Comity, Arabic: letters.
letter-title = الكتاب
letter-text = ملف PDF/A لجهة تعمل بالورق: المضمون نفسه، مع قائمة المرفقات وبصمة التصرف الموقَّع ورمز للتحقق منه.
letter-which = أي كتاب
letter-reminder = تذكير بما هو منتظر
letter-language = لغة العناوين والمصطلحات
letter-usual = لغة تقبلها الجهة المرسَل إليها
letter-accepted = مقبولة هناك
letter-not-accepted = تقبل الجهة المرسَل إليها { $languages }. لا تتوفر الكتب بهذه اللغات؛ يجب إرفاق ترجمة بالكتاب.
letter-download = تنزيل الكتاب
letter-draft-hint = تذكر كل صفحة أنه مسودة.
evidence-letter = الرمز المطبوع على الكتاب
evidence-letter-hint = السطر الذي يبدأ بـ comity:1/، وهو أيضًا في رمز QR. اتركه فارغًا إن لم يكن هناك كتاب للفحص.
evidence-letter-act = تصرف هذا الكتاب
error-typeface = لا يمكن إعداد الكتاب: ينقص هذا الجهاز خط.
audited-letter-made = أعدّ كتابًا
