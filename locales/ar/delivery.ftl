## Deliveries that failed: whose turn it is and what comes next.

failed-heading = ما يعيق التسليم
failed-caption = عمليات التسليم المتعثرة، الأقدم أولاً
failed-state = الحالة
failed-side = على من الدور
failed-next = الخطوة التالية
failed-state-waiting = في الانتظار
failed-state-refused = مرفوض
failed-side-here = شخص هنا
failed-side-partner = الشريك
failed-side-between = لا أحد: يزول من تلقاء نفسه
failed-side-node = هذه العقدة
failed-next-here = صحّح عنوان الشريك أو مفاتيحه.
failed-next-partner = اتصل بالشريك: عليه فحص عقدته أو مفاتيحه أو من اعتمدهم.
failed-next-between = لا شيء: تعاد المحاولة تلقائياً.
failed-next-node = اعرض هذا على من يشغّل هذه العقدة.
