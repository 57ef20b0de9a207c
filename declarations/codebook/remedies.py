"""Ways out of official codes: what to do, and who, by the nature of the problem.

Own words: customs publishes the texts of its codes, not what to do about them.
"""

from typing import Final

from zone_portal.kernel.rules import Text

Remedy = tuple[str, str, str]
"""Who must act (a role, "" for who sent the document), and what to do, zh and en."""

REMEDIES: Final[dict[str, Remedy]] = {
    "enterprise": (
        "",
        "核对报文中企业的海关注册编码和企业类型，确认该企业已在海关备案且类型相符后重新报送。",
        "Check code and type of the enterprise in the message, make sure that customs has it on "
        "file with that type, and send again.",
    ),
    "empty": (
        "",
        "补齐表头和表体后重新报送；表体至少一项。",
        "Fill in head and lines, at least one line, and send again.",
    ),
    "lines": (
        "",
        "表体商品序号 gnum 从 1 起连续且不重复，更正后重新报送。",
        "Number the lines (gnum) from 1 without gap or repetition and send again.",
    ),
    "goods_line": (
        "",
        "表体的商品序号和商品编号须与原清单一致，核对原清单后更正。",
        "Line number and article must be those of the original inventory: compare and correct.",
    ),
    "absent": (
        "",
        "核对编号和企业代码是否与原单证一致；原单证未入库的，先报送原单证，收到入库回执后再试。",
        "Check that number and firm's code are those of the document meant; if it was never taken "
        "in, send it first and wait for its receipt.",
    ),
    "several": (
        "",
        "同一编号对应多份单证：删除多余的单证，或在报文中写明所用的那一份。",
        "Several documents carry the number: delete those too many, or name the one that is meant.",
    ),
    "values": (
        "",
        "按 returnInfo 列出的栏目逐项更正后重新报送。",
        "Correct the elements that returnInfo lists and send again.",
    ),
    "app_type": (
        "",
        "新增用 appType 1；变更、删除用 2、3，且须已有同编号的单证。",
        "Use appType 1 for a new document; 2 and 3 need a document of that number to be there.",
    ),
    "known": (
        "",
        "内容有变的用 appType 2 变更；内容相同的无需重发；不是同一笔业务的换用新的编号。",
        "If the content has changed send appType 2; if it is the same nothing is to be done; if it "
        "is another deal use another number.",
    ),
    "declared": (
        "agent",
        "清单已申报，不能再改：须更改的，先撤销清单（623、605），撤单审结后再变更。",
        "It was declared already: cancel the inventory first (623, 605), then change the document.",
    ),
    "again": (
        "",
        "不要重复申报；先查询已申报单证的回执和状态，需要更改的用变更或撤单。",
        "Do not declare it twice: look up the receipts of the one declared, and change or cancel "
        "that one.",
    ),
    "operation": (
        "",
        "核对报文类型和 appType；仍不成功的，向电子口岸客服提供报文 guid。",
        "Check kind and appType; if it fails again give the message's guid to the electronic "
        "port's help desk.",
    ),
    "system": (
        "customs",
        "系统异常：稍后用相同内容重新报送；持续失败的，向电子口岸客服提供报文 guid 和时间。",
        "A failure of the system: send the same again later; if it lasts, give guid and time to "
        "the electronic port's help desk.",
    ),
    "network": (
        "customs",
        "网络连接失败：稍后重发；持续失败的，检查传输客户端的网络和前置机。",
        "The connection failed: send it again later; if it lasts, check the network of the client.",
    ),
    "old": (
        "",
        "系统里已有更新的报文：以最新的 appTime 重新生成并报送，旧报文不再补发。",
        "Something newer is there already: make the message anew with the present appTime, do not "
        "send old ones again.",
    ),
    "many": (
        "",
        "一份报文最多 100 份单证：拆成几份报文后重新报送。",
        "A message holds at most 100 documents: split it and send it again.",
    ),
    "parse": (
        "",
        "按报文规范核对根元素、命名空间、编码（UTF-8）和元素顺序后重新报送。",
        "Check root, namespace, encoding (UTF-8) and the order of elements against the "
        "specification and send again.",
    ),
    "schema": (
        "",
        "用规范的 XSD 校验报文并逐项更正；本平台的结构检查会列出全部问题。",
        "Validate the message with the XSD of the specification; this platform's checks list "
        "everything at once.",
    ),
    "signature": (
        "",
        "核对签名所用证书、签名算法和被签内容（签名后不得再改报文），重新签名后报送。",
        "Check certificate, algorithm and what was signed (nothing may change afterwards); sign "
        "anew and send again.",
    ),
    "certificate": (
        "",
        "更换有效期内的证书，重新签名后报送。",
        "Use a certificate that is in force, sign anew and send again.",
    ),
    "encryption": (
        "",
        "核对加密所用的接收方证书后重新加密报送。",
        "Check the receiver's certificate that it was encrypted for, and send again.",
    ),
    "receiver": (
        "",
        "核对 DxpMsg 中的接收方标识和企业的传输编号（dxpId）。",
        "Check the receiver in DxpMsg and the enterprise's transmission id (dxpId).",
    ),
    "rights": (
        "",
        "使用申报企业本单位的卡或证书操作，并确认已开通该业务权限。",
        "Use a card or certificate of the declaring firm itself, with the right for this business.",
    ),
    "holder": (
        "",
        "报文中的申报单位代码、名称须与证书一致：更正报文，或换用该单位的证书。",
        "Code and name of the declaring firm must be those of the certificate: correct the "
        "message, or use the firm's own certificate.",
    ),
    "limit": (
        "agent",
        "超过单次交易限值：减少商品后重新下单，或按一般贸易申报；不可分割的单件商品按规定全额征税。",
        "Above the limit of one purchase: order less, or declare general trade; a single article "
        "that cannot be split is taxed in full.",
    ),
    "quota": (
        "buyer",
        "超过个人年度交易限值：请订购人查询额度；超过的取消订单或按一般贸易办理。",
        "Above the person's yearly limit: the buyer looks up the quota; cancel the order or import "
        "it as general trade.",
    ),
    "quota_system": (
        "customs",
        "额度系统暂时无法处理：稍后重新报送，不要改动单证。",
        "The quota system cannot handle it for now: send it again later, unchanged.",
    ),
    "state": (
        "",
        "先查询单证的最新回执：状态允许后再操作，申报中的等待海关回执。",
        "Look up the newest receipt: act when the status allows it; while it is being declared, "
        "wait for customs.",
    ),
    "later": (
        "customs",
        "单证已发往海关：等待后续回执，不要重复申报。",
        "It has gone to customs: wait for the receipts that follow, do not declare it again.",
    ),
    "resend": (
        "",
        "确认状态后重新申报；持续失败的，向电子口岸客服提供单证编号。",
        "Make sure of the status and declare again; if it lasts, give the number to the electronic "
        "port's help desk.",
    ),
    "declare": (
        "",
        "按 returnInfo 的说明更正后重新申报。",
        "Correct what returnInfo says and declare again.",
    ),
    "receipt": (
        "customs",
        "海关端解析回执失败：等待海关重发，或向电子口岸客服提供单证编号。",
        "A receipt could not be read on customs' side: wait for it to be sent again, or give the "
        "number to the help desk.",
    ),
    "request": (
        "",
        "刷新页面，重新选择单证后再申报。",
        "Reload the page, choose the documents anew and declare again.",
    ),
    "reason": ("", "填写撤单原因后重新报送。", "Give the reason for cancelling and send again."),
    "goods": (
        "",
        "核对商品编号和备案信息：未备案的先备案，信息不一致的按备案更正。",
        "Check article and what was filed for it: file it first, or correct the document to it.",
    ),
    "pre_no": (
        "",
        "新增时不要填写预录入号，由电子口岸生成。",
        "Leave the pre-entry number empty in a new document: the port gives it.",
    ),
    "units": (
        "",
        "第二单位为空时第二数量也为空；有第二单位时第二数量为正数。",
        "Without a second unit the second quantity is empty; with one it is above zero.",
    ),
    # returnInfo
    "guarantee": (
        "agent",
        "担保企业补足担保额度后重新报送。",
        "Have the guarantor top up the guarantee and send again.",
    ),
    "inventory_or_order": (
        "agent",
        "核对清单与订单表体，更正有误的一份（appType 2）后重新报送。",
        "Compare the lines of inventory and order and correct the wrong one (appType 2).",
    ),
    "payer": (
        "payment",
        "订购人须本人支付：核对订单订购人与支付人的姓名、证件号码，更正有误的一份。",
        "The buyer must pay: compare name and identity number of buyer and payer and correct the "
        "wrong document.",
    ),
    "paid": (
        "payment",
        "支付金额须等于订单实付金额：更正支付单或订单后重新报送。",
        "What was paid must be the order's acturalPaid: correct the payment or the order.",
    ),
    "pay_firm": (
        "platform",
        "更正订单中的支付企业代码后重新报送。",
        "Correct the payment company's code in the order and send again.",
    ),
    "inventory": (
        "agent",
        "按订单更正清单后重新报送。",
        "Correct the inventory to the order and send again.",
    ),
    "wait": ("customs", "无需操作，等待海关处理。", "Nothing to do: wait for customs."),
    "nothing": ("", "无需操作。", "Nothing to do."),
}


def way_out(key: str) -> tuple[str, Text]:
    """Who must act and what to do."""
    role, zh, en = REMEDIES[key]
    return role, (zh, en)
