"""Format-check receipt: CEB900 (specification 202205)."""

from declarations.messages.kinds import Kind, enter
from declarations.messages.record import record


@record(filled=False)
class MessageReturn900:
    """CEB900 MessageReturn: format-check receipt (报文格式校验回执).

    guid            C36      M  系统唯一序号  Document id (UUID)
    returnStatus    C..10    M  回执状态  Receipt status
    returnInfo      C..5000  M  回执详细信息  Receipt text
    returnTime      C17      M  操作时间  Receipt time
    oriCopMsgId     C..255   M  原始传输报文的copMsgId  Id of the refused message
    oriMessageType  C..15    M  原始报文类型  Kind of the refused message
    oriBizMessage   C..0     M  原始报文内容  Text of the refused message
    """

    guid: str
    returnStatus: str
    returnInfo: str
    returnTime: str
    oriCopMsgId: str
    oriMessageType: str
    oriBizMessage: str


CEB900 = enter(
    Kind(
        code="CEB900",
        wrapper="MessageReturn",
        head=MessageReturn900,
        noun="receipt",
        max_documents=1,
        direction="import",
        zh="报文格式校验回执",
        en="Format-check receipt",
    )
)
