"""What may be found where an order is paid or sent in parts: the words of the law on sums."""

from declarations.criteria.registry import PRACTICE, RECEIPT, situation
from declarations.rules.purchase_limits import MEASURES, SINGLE
from declarations.rules.sources import EXPORT_SPEC, IMPORT_SPEC, PORTAL, TAX_LIMITS

_NOTE = f"{PORTAL}（备注标记）"
_SUMS = "合计比对为本平台规则（unverified）"

PAYMENTS_SUM = situation(
    "MAT-040",
    noun="payment",
    title=(
        "各笔支付合计 {paid}，订单实际支付金额合计 {ordered}，两者不一致",
        "The payments add up to {paid}, what the orders say was paid to {ordered}",
    ),
    phrase=(
        "支付金额合计与订单不一致",
        "the payments together are not what the orders say was paid",
    ),
    remedy=(
        "请支付企业按实际收取的金额变更支付单；若订单金额有误，由电商平台变更订单 acturalPaid。",
        "The payment company corrects the amounts it took; if an order is wrong, the platform "
        "corrects its acturalPaid.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 acturalPaid；{RECEIPT} 1332；{_SUMS}",
    responsible="payment",
    official="1332",
    severity="error",
)

PAYMENTS_MISSING = situation(
    "MAT-041",
    noun="payment",
    title=(
        "订单分 {of} 笔支付，已收到 {present} 笔，共 {paid}，应付 {ordered}",
        "The order is paid in {of} payments; {present} arrived, {paid} of {ordered}",
    ),
    remedy=(
        "请支付企业报送其余各笔支付单；若不再有其余支付，请电商平台更正订单备注中的分笔支付标记。",
        "The payment company sends the other payments; if there are none, the platform corrects "
        "the mark in the order's note.",
    ),
    basis=_NOTE,
    responsible="payment",
    fixed=True,
)

PAYMENTS_TOO_MANY = situation(
    "MAT-042",
    noun="payment",
    title=(
        "订单写明分 {of} 笔支付，却收到 {present} 笔",
        "The order says it is paid in {of} payments; {present} arrived",
    ),
    phrase=(
        "支付单多于订单所写的笔数",
        "there are more payments than the order says",
    ),
    remedy=(
        "请支付企业删除多余的支付单，或请电商平台更正订单备注中的分笔支付标记。",
        "The payment company deletes what is too much, or the platform corrects the mark in the "
        "order's note.",
    ),
    basis=_NOTE,
    responsible="platform",
    severity="error",
)

ORDERS_MISSING = situation(
    "MAT-043",
    noun="order",
    title=(
        "该笔支付由 {of} 个订单合并支付，已收到 {present} 个订单",
        "{of} orders share the payment; {present} of them arrived",
    ),
    remedy=(
        "请电商平台报送其余订单，并在每个订单中写明同一支付企业、支付交易编号和合并支付标记。",
        "The platform sends the other orders, each naming the same payment company, transaction "
        "number and mark.",
    ),
    basis=_NOTE,
    responsible="platform",
    fixed=True,
)

ORDERS_CONTRADICT = situation(
    "MAT-044",
    noun="order",
    title=(
        "合并支付的各订单写的订单个数互不相同，或多于所写个数",
        "The orders that share the payment do not agree on how many they are",
    ),
    phrase=(
        "合并支付的订单个数不相符",
        "the orders that share the payment do not agree on how many they are",
    ),
    remedy=(
        "请电商平台在合并支付的每个订单备注中写明相同且正确的订单个数。",
        "The platform writes the same, true number into the note of each of these orders.",
    ),
    basis=_NOTE,
    responsible="platform",
    severity="error",
)

PAYMENT_OF_NONE = situation(
    "MAT-045",
    noun="payment",
    title=(
        "支付单所写的订单不是合并支付的任何一个订单",
        "The payment names an order that is none of those that share it",
    ),
    phrase=(
        "支付单所写的订单不在合并支付之列",
        "the payment names none of the orders that share it",
    ),
    remedy=(
        "请支付企业把支付单的 orderNo 改为其中一个订单；若订单写错了支付，由电商平台变更订单。",
        "The payment company corrects orderNo to one of these orders; if an order names the wrong "
        "payment, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB411 orderNo；{_NOTE}",
    responsible="payment",
    severity="error",
)

PAYMENT_NOT_NAMED = situation(
    "MAT-046",
    noun="order",
    title=(
        "订单写明合并支付，却没有写明是哪一笔支付",
        "The order shares a payment but does not say which",
    ),
    phrase=("订单未写明合并的是哪一笔支付", "the order does not name the payment it shares"),
    remedy=(
        "请电商平台填写 payCode 和 payTransactionId 后变更订单。",
        "The platform fills payCode and payTransactionId and sends the change.",
    ),
    basis=f"{IMPORT_SPEC} CEB311 payTransactionId；{_NOTE}",
    responsible="platform",
    severity="error",
)

PAYMENT_ELSEWHERE = situation(
    "MAT-047",
    noun="payment",
    title=(
        "支付单写的是合并支付的另一订单；海关按订单编号查找支付单，可能查不到",
        "The payment names another of the orders; customs looks payments up by order number",
    ),
    remedy=(
        "本平台已按合计核对。为避免海关退单，建议支付企业为每个订单申报各自的子支付单"
        "（如微信支付的 sub_order_no、支付宝的拆单报关）。",
        "Checked here as a sum. To spare a rejection, the payment company should declare a part "
        "payment for each order, as payment companies offer for split orders.",
    ),
    basis=f"{RECEIPT}“支付信息不存在”；{PRACTICE}",
    responsible="payment",
)

PARCELS_MISSING = situation(
    "MAT-048",
    noun="inventory",
    title=(
        "订单分 {of} 个包裹，已收到 {present} 个包裹的清单",
        "The order is sent in {of} parcels; inventories of {present} arrived",
    ),
    remedy=(
        "请申报企业报送其余包裹的清单；全部到齐后一并核对，各包裹同时得出结果。",
        "The declaring firm sends the inventories of the other parcels; they are decided together "
        "once all are here.",
    ),
    basis=_NOTE,
    responsible="agent",
    fixed=True,
)

PARCEL_QUANTITIES = situation(
    "MAT-049",
    noun="inventory",
    title=(
        "第 {line} 项各包裹数量合计 {declared}，订单为 {ordered}",
        "Line {line}: the parcels hold {declared} together, the order says {ordered}",
    ),
    phrase=(
        "各包裹的数量合计与订单不同",
        "the quantities of the parcels do not add up to the order",
    ),
    remedy=(
        "请申报企业更正各包裹该项的 qty，使合计等于订单；若订单有误，由电商平台变更订单。",
        "The declaring firm corrects qty in the parcels so that they add up to the order; if the "
        "order is wrong, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gnum；{EXPORT_SPEC} CEB603 gnum；{_SUMS}",
    responsible="agent",
    official="1322",
    severity="error",
)

PARCEL_VALUES = situation(
    "MAT-050",
    noun="inventory",
    title=(
        "第 {line} 项各包裹总价合计 {declared}，订单为 {ordered}",
        "Line {line}: the parcels are worth {declared} together, the order says {ordered}",
    ),
    phrase=(
        "各包裹的总价合计与订单不同",
        "the values of the parcels do not add up to the order",
    ),
    remedy=(
        "请申报企业更正各包裹该项的 totalPrice，使合计等于订单；若订单有误，由电商平台变更订单。",
        "The declaring firm corrects totalPrice in the parcels so that they add up to the order; "
        "if the order is wrong, the platform corrects it.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 totalPrice；{EXPORT_SPEC} CEB603 totalPrice；{_SUMS}",
    responsible="agent",
    official="1322",
    severity="error",
)

PARCEL_STRANGE_LINE = situation(
    "MAT-051",
    noun="inventory",
    title=(
        "包裹中有订单没有的商品序号",
        "The parcel has a line that the order does not have",
    ),
    phrase=("包裹中有订单没有的商品", "a line of the parcel is not in the order"),
    remedy=(
        "清单每项的 gnum 应等于订单中同一商品的 gnum。请申报企业改正清单序号或删除该项。",
        "Each gnum of the inventory is that of the same goods in the order. The declaring firm "
        "corrects the numbering or removes the line.",
    ),
    basis=f"{IMPORT_SPEC} CEB621 gnum；{RECEIPT} 1322；{EXPORT_SPEC} CEB603 gnum",
    responsible="agent",
    official="1322",
    severity="error",
)

PARCELS_ABOVE_LIMIT = situation(
    "MAT-052",
    noun="inventory",
    title=(
        "各包裹合计 {declared} 元，超过单次限值 {limit} 元",
        "The parcels together are worth {declared} CNY, above the single purchase limit of {limit}",
    ),
    phrase=(
        "各包裹合计超过单次限值",
        "the parcels together exceed the limit of a single purchase",
    ),
    remedy=(
        "一个订单是一次交易，分包裹不改变限值。请减少商品或按一般贸易申报。",
        "An order is one purchase, however many parcels it comes in: take fewer goods or declare "
        "general trade.",
    ),
    basis=f"{TAX_LIMITS} 第一、二条；{_SUMS}",
    responsible="agent",
    official="-621005",
    severity="error",
    limit=SINGLE,
    measures=MEASURES,
)
