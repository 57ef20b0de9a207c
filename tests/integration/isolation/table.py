"""Every address of the portal, and whose it is. A new address has to be entered here.

``PUBLIC``    anybody may open it; it shows what the law discloses, or nothing of anybody.
``LINK``      the link itself is the key: it names nobody and can be guessed by nobody.
``GATEWAY``   for programs of authorities, which show their secret; nobody else may know more.
``OWN``       about whoever asks; it never names an object of somebody else.
``OFFICE``    for officials; to firms it does not exist or is forbidden.
``OBJECT``    one firm's: for everybody without a part in it it does not exist or is forbidden.
``OFFICIALS`` one office's (a site, an organisation, a posting): for other offices and firms alike.
"""

from enum import Enum
from typing import Final


class Whose(Enum):
    """To whom an address belongs."""

    PUBLIC = "public"
    LINK = "link"
    GATEWAY = "gateway"
    OWN = "own"
    OFFICE = "office"
    OBJECT = "object"
    OFFICIALS = "officials"


PUBLIC: Final = """
message-kinds/ message-kinds/<slug:code>/
healthz readyz api/schema/ api/docs/ i18n/setlang/ language/
api/v1/schemas/<slug:code>.json
api/v1/rules/ api/v1/rules/<slug:code>/ api/v1/keys/ api/v1/filing-forms/<slug:type>/
api/v1/subjects/resolve api/v1/subjects/resolve/ api/v1/tax/estimate/ api/v1/tax/rates/
api/v1/tax/treatments/
sign-in/ sign-in/code/ sign-in/new/ sign-in/identity-service/ sign-in/identity-service/back/
sign-out/ s/<slug:code>/ register/ register/<slug:number>/ verify/
verify/<slug:number>/<slug:code>/ subject/ filings/templates/<slug:type>/
modes/ modes/<slug:direction>/<slug:code>/ api/v1/modes/
credit/negative-list/ credit/measure-list/ risk/levels/
credit/public/ credit/public/ratings/ credit/public/ratings/<str:number>/
credit/public/<slug:uscc>/ credit/sharing/ api/v1/credit/public/
api/v1/credit/public/<slug:uscc>/ api/v1/credit/published/
api/v1/credit/negative-list/ api/v1/credit/measure-list/
risk/column/ risk/column/<slug:number>/ api/v1/risk/column/
risk/column/<slug:number>/files/<int:file>/ api/v1/risk/column/<slug:number>/files/<int:file>/
risk/report/ risk/report/standing/ risk/recalls/public/ risk/trace/ risk/trace/<slug:code>/
api/v1/risk/recalls/ api/v1/risk/trace/<slug:code>/
api/v1/statistics/indicators/ api/v1/statistics/bulletins/
bulletins/ bulletins/<int:pk>/=bulletin bulletins/<int:pk>/<slug:ending>/=bulletin
api/v1/statistics/bulletins/<int:pk>/=bulletin
activity-index/ activity-index/method/ activity-index/files/<slug:code>/
api/v1/statistics/packages/<slug:number>/receipt/
activity-index/<int:pk>/=index_round api/v1/statistics/activity-index/
api/v1/statistics/activity-index/<int:pk>/=index_round
analysis-reports/ analysis-reports/<int:pk>/=analysis_report
analysis-reports/<int:pk>/<slug:ending>/=analysis_report api/v1/statistics/analysis-reports/
parcel/ rules/ rules/<slug:code>/ codes/ codes/<slug:code>/ tax/estimate/ tax/rates/ tax/treatments/
"""
LINK: Final = "welcome/<str:token>/ join/<str:secret>/"
GATEWAY: Final = """
api/v1/statistics/reconciliation/deliveries/ api/v1/statistics/reconciliation/report/
api/v1/statistics/reconciliation/deliveries/<int:pk>/=statistics_delivery
api/v1/risk/joint/facts/ api/v1/risk/joint/signals/ api/v1/risk/joint/cases/
api/v1/risk/joint/facts/files/
api/v1/risk/joint/requests/
api/v1/risk/joint/cases/<slug:number>/disposition/
api/v1/risk/joint/requests/<int:pk>/answer/=risk_request
api/v1/credit/lookups/ api/v1/credit/deliveries/
api/v1/credit/deliveries/<int:pk>/=ledger_import
api/v1/customs/receipts/ api/v1/plat-data-open/<slug:code>/
"""
OWN: Final = """
api/v1/statistics/platform-totals/
statistics/reports/ statistics/questionnaires/ api/v1/statistics/reports/
api/v1/statistics/targets/
api/v1/risk/signals/
summaries/ api/v1/summaries/
market/ market/new/ market/firms/ business-models/ flows/ api/v1/market-records/
api/v1/market-firms/
submissions/check/ papers/ papers/bags/ returns/ returns/new/ api/v1/returns/
: notices/ account/ account/person/ account/real-name/ account/password/ account/sessions/
account/identity-service/link/ account/identity-service/unlink/ account/second-factor/
account/second-factor/set-up/ account/second-factor/recovery-codes/
account/second-factor/remove/
api/v1/messages api/v1/messages/ api/v1/receipts/ api/v1/orders/ api/v1/payments/
api/v1/messages/check/ api/v1/papers/ api/v1/papers/bags/
api/v1/waybills/ api/v1/inventories/ api/v1/track/<path:number>/ api/v1/filings/
api/v1/enterprise/ api/v1/members/ api/v1/invitations/ api/v1/clients/ api/v1/clients/rotate/
api/v1/mandates/ api/v1/consents/ api/v1/identity/checks/ api/v1/identity/registry/
api/v1/numbers/ api/v1/certificates/
api/v1/payment-proofs/ api/v1/payment-proofs/questions/
entry/ entry/forms/new/ entry/templates/<slug:kind>/<slug:form>/
declarations/ declarations/for-me/ declarations/for-me/orders/ declarations/for-me/payments/
declarations/for-me/waybills/ tasks/ causes/ api/v1/tasks/ api/v1/causes/
orders/ payments/ waybills/ submissions/ submissions/new/ search/
file/ filings/new/ filings/new/<slug:type>/ goods/ goods/filings/
promotions/ facilities/ members/ members/invite/ clients/ certificates/ mandates/ mandates/new/
consents/ consents/new/ identity/ viewers/ tax/guarantees/ tax/bills/ tax/batches/
api/v1/credit/cases/ api/v1/credit/claims/ api/v1/credit/measures/
credit/matters/ credit/commitments/ credit/commitments/sign/ credit/claims/begin/
credit/warnings/ credit/score/ credit/plan/ credit/queries/ credit/raters/ api/v1/credit/score/
api/v1/credit/queries/ api/v1/credit/contracts/
risk/column/own/ risk/subscriptions/ api/v1/risk/column/own/ api/v1/risk/subscriptions/
risk/self-check/ api/v1/risk/self-check/
risk/complaints/ risk/notices/ risk/authorisations/ risk/authorisations/new/ risk/recalls/
risk/recalls/new/ risk/batches/ risk/batches/new/ api/v1/risk/complaints/ api/v1/risk/batches/
api/v1/statistics/values/ statistics/ statistics/records/ statistics/indicators/
statistics/values/
statistics/screen/ statistics/files/ statistics/leading-firms/
"""
OFFICE: Final = """
statistics/reconciliation/ statistics/reconciliation/new/<slug:deed>/
statistics/reconciliation/access/ statistics/reconciliation/agreements/
statistics/reconciliation/agreements/new/
statistics/reconciliation/agreements/<int:pk>/=sharing_agreement
statistics/reconciliation/agreements/<int:pk>/template/=sharing_agreement
statistics/reconciliation/agreements/<int:pk>/<slug:deed>/=sharing_agreement
statistics/reconciliation/cells/<int:pk>/=reconciled_cell
statistics/reconciliation/cells/<int:pk>/<slug:deed>/=reconciled_cell
statistics/reconciliation/months/<slug:month>/ statistics/reconciliation/months/<slug:month>/file/
statistics/reconciliation/months/<slug:month>/<slug:deed>/
statistics/reconciliation/months/<slug:month>/list/<int:pk>/=sharing_agreement
statistics/reconciliation/months/<slug:month>/list/<int:pk>/file/=sharing_agreement
statistics/report-forms/ statistics/report-forms/<slug:code>/=report_form
statistics/report-forms/<slug:code>/<slug:deed>/=report_form
statistics/surveys/ statistics/surveys/new/ statistics/surveys/<int:pk>/=survey
statistics/surveys/<int:pk>/edit/=survey statistics/surveys/<int:pk>/<slug:deed>/=survey
risk/notices/new/
statistics/counting/ statistics/bulletins/ statistics/bulletins/new/<slug:deed>/
statistics/bulletins/<int:pk>/=bulletin statistics/bulletins/<int:pk>/<slug:deed>/=bulletin
statistics/activity-index/ statistics/activity-index/new/<slug:deed>/
statistics/activity-index/<int:pk>/=index_round
statistics/activity-index/<int:pk>/<slug:deed>/=index_round
statistics/activity-index/methods/<int:pk>/=index_method
statistics/activity-index/methods/<int:pk>/<slug:deed>/=index_method
statistics/analysis/ statistics/analysis/new/<slug:deed>/
statistics/analysis/<int:pk>/=analysis_report
statistics/analysis/<int:pk>/<slug:deed>/=analysis_report
statistics/analysis/templates/<int:pk>/=analysis_template
statistics/analysis/templates/<int:pk>/<slug:deed>/=analysis_template
statistics/packages/ statistics/packages/<int:pk>/=package
statistics/packages/<int:pk>/<slug:deed>/=package
statistics/packages/<int:pk>/files/<int:file>/=package
statistics/packages/receivers/new/
statistics/packages/receivers/<int:pk>/=receiver
statistics/packages/receivers/<int:pk>/<slug:deed>/=receiver
risk/cases/ risk/alerts/ risk/signals/new/ risk/requests/ risk/duties/ risk/workload/
statistics/recognition/ statistics/recognition-models/
statistics/recognition-models/new/<slug:deed>/
statistics/recognition-models/<int:pk>/=recognition_model
statistics/recognition-models/<int:pk>/<slug:deed>/=recognition_model
statistics/recognition-models/<int:pk>/against/<int:recognition_model>/=recognition_model
api/v1/statistics/recognitions/ api/v1/statistics/recognitions/decisions/
statistics/targets/ statistics/targets/new/ statistics/targets/<int:pk>/=plan_target
statistics/targets/<int:pk>/<slug:deed>/=plan_target statistics/plan-tasks/
statistics/plan-tasks/<int:pk>/=plan_task statistics/plan-tasks/<int:pk>/<slug:deed>/=plan_task
statistics/units/ statistics/units/<int:pk>/=member_unit
statistics/units/<int:pk>/<slug:deed>/=member_unit
statistics/units/<int:pk>/months/<slug:month>/=member_unit
statistics/occasions/ statistics/occasions/new/ statistics/occasions/<int:pk>/=occasion
statistics/occasions/<int:pk>/<slug:deed>/=occasion
statistics/follow-ups/<int:pk>/<slug:deed>/=follow_up
statistics/assessments/ statistics/assessments/trees/<int:pk>/=assessment_tree
statistics/assessments/trees/<int:pk>/<slug:deed>/=assessment_tree
risk/laboratory/ risk/feedback/ risk/models/
risk/subjects/ risk/subjects/one/
risk/screenings/ risk/profiles/ risk/rules/ risk/rules/<slug:code>/ risk/facts/
api/v1/risk/screenings/ api/v1/risk/laboratory/rules/ api/v1/risk/laboratory/versions/
api/v1/risk/articles/ api/v1/risk/series/ api/v1/risk/plans/ api/v1/risk/plan-runs/
risk/articles/ risk/articles/new/ risk/series/ risk/series/new/
risk/points/ risk/points/new/ risk/plans/ risk/plans/new/ risk/plan-runs/
credit/ledger/ credit/ledger/new/ credit/persons/ credit/persons/new/ credit/sources/
credit/imports/ credit/imports/new/
credit/imports/template/ credit/models/ credit/cycles/ credit/cycles/new/
credit/cycles/document/ credit/analysis/ credit/recompute/ credit/models/mode/
credit/cases/ credit/cases/new/ credit/claims/ credit/measures/ credit/warnings/new/
credit/query/ credit/recognition/ credit/systems/ credit/raters/new/ credit/batches/
sites/ organisations/ organisation/new/ audit/ reviews/ proposals/ inbox/ tax/quota/
modes/new/ modes/drafts/
api/v1/customs/holds/ customs/ customs/unknown/ customs/undelivered/ customs/steps/
modes/new/ modes/drafts/ market/firms/import/
customs/ customs/unknown/ customs/undelivered/ customs/steps/ tables/missing/
"""
OBJECT: Final = """
statistics/reports/<int:pk>/=direct_report statistics/reports/<int:pk>/print/=direct_report
statistics/reports/<int:pk>/<slug:deed>/=direct_report
statistics/leading-firms/<int:pk>/=enterprise
statistics/questionnaires/<int:pk>/=questionnaire
api/v1/statistics/reports/<int:pk>/=direct_report
statistics/files/<int:pk>/=statistics_file
risk/subscriptions/<int:pk>/end/=risk_subscription
api/v1/risk/subscriptions/<int:pk>/=risk_subscription
risk/complaints/<int:pk>/=risk_complaint risk/complaints/<int:pk>/<slug:deed>/=risk_complaint
risk/notices/<int:pk>/=risk_notice risk/notices/<int:pk>/<slug:deed>/=risk_notice
risk/authorisations/<int:pk>/=risk_brand risk/authorisations/<int:pk>/<slug:deed>/=risk_brand
risk/recalls/<int:pk>/=risk_recall risk/recalls/<int:pk>/<slug:deed>/=risk_recall
risk/batches/<int:pk>/=risk_batch api/v1/risk/batches/<int:pk>/stages/=risk_batch
credit/ledger/<int:pk>/=ledger_record
credit/raters/<int:pk>/=rater_contract api/v1/credit/contracts/<int:pk>/ratings/=rater_contract
api/v1/credit/contracts/<int:pk>/draws/=rater_contract
market/<int:pk>/=market api/v1/market-records/<int:pk>/=market
orders/<int:pk>/business-model/=order
credit/cases/<int:pk>/=credit_case credit/cases/<int:pk>/<slug:deed>/=credit_case
credit/claims/<int:pk>/=credit_claim credit/claims/<int:pk>/<slug:deed>/=credit_claim
api/v1/credit/claims/<int:pk>/=credit_claim api/v1/credit/claims/<int:pk>/submission/=credit_claim
api/v1/credit/claims/<int:pk>/withdrawal/=credit_claim
api/v1/credit/claims/<int:pk>/files/=credit_claim
api/v1/credit/claims/<int:pk>/files/<int:file>/=credit_claim
credit/claim-files/<int:pk>/=credit_file credit/claim-files/<int:pk>/remove/=credit_file
credit/measures/<int:pk>/=credit_measure credit/warnings/<int:pk>/=credit_warning
credit/warnings/<int:pk>/<slug:deed>/=credit_warning
credit/commitments/<int:pk>/breach/=credit_commitment
summaries/<int:pk>/=summary api/v1/summaries/<int:pk>/=summary
api/v1/summaries/<int:pk>/draft/=summary api/v1/summaries/<int:pk>/lodge/=summary
notices/<int:pk>/=notice account/sessions/<slug:handle>/end/
api/v1/messages/<int:pk>/=submission api/v1/messages/<int:pk>/receipts/=submission
api/v1/papers/<int:pk>/=paper
api/v1/orders/<int:pk>/=order api/v1/payments/<int:pk>/=payment
api/v1/waybills/<int:pk>/=waybill api/v1/inventories/<int:pk>/=inventory
api/v1/inventories/<int:pk>/match/=inventory api/v1/inventories/<int:pk>/route/=inventory
api/v1/filings/<slug:number>/ api/v1/filings/<slug:number>/submit/
api/v1/filings/<slug:number>/withdraw/ api/v1/filings/<slug:number>/change/
api/v1/filings/<slug:number>/files/ api/v1/filings/<slug:number>/files/<int:attachment>/
api/v1/filings/<slug:number>/proof/ api/v1/filings/<slug:number>/account/
api/v1/members/<int:pk>/=member api/v1/invitations/<int:pk>/=invitation
api/v1/mandates/<int:pk>/=mandate api/v1/mandates/<int:pk>/accept/=mandate
api/v1/mandates/<int:pk>/decline/=mandate api/v1/mandates/<int:pk>/revoke/=mandate
api/v1/consents/<int:pk>/=consent api/v1/consents/<int:pk>/withdraw/=consent
api/v1/consents/<int:pk>/assertion/=consent
api/v1/certificates/<int:pk>/revoke/=certificate certificates/<int:pk>/revoke/=certificate
tasks/<int:pk>/=task api/v1/tasks/<int:pk>/=task
declarations/<int:pk>/=inventory declarations/<int:pk>/document/=inventory
risk/screenings/<int:pk>/lane/=inventory
papers/<int:pk>/=paper returns/<int:pk>/=return returns/new/<int:pk>/=inventory
api/v1/returns/<int:pk>/=return api/v1/returns/<int:pk>/arrival/=return
api/v1/inventories/<int:pk>/returns/=inventory
orders/<int:pk>/=order orders/<int:pk>/payment-data/=order payment-data/<int:pk>/=proof
payments/<int:pk>/=payment
waybills/<int:pk>/=waybill
entry/files/<int:pk>/=entry_file entry/files/<int:pk>/failed/<slug:form>/=entry_file
entry/forms/<int:pk>/=entry_form entry/forms/<int:pk>/drop/=entry_form
submissions/<int:pk>/=submission submissions/<int:pk>/receipts/=submission
file/<int:enterprise>/ file/<int:enterprise>/supply/ enterprises/<int:enterprise>/numbers/
enterprises/<int:pk>/site/=enterprise
filings/<int:filing>/ filings/<int:filing>/sections/<slug:section>/
filings/<int:filing>/sections/<slug:section>/files/ filings/<int:filing>/files/<int:attachment>/
filings/<int:filing>/files/<int:attachment>/remove/ filings/<int:filing>/check/
filings/<int:filing>/submitted/ filings/<int:filing>/versions/<int:version>/
filings/<int:filing>/certificate.pdf filings/<int:filing>/withdraw/ filings/<int:filing>/drop/
filings/<int:filing>/change/ filings/<int:filing>/give-up/ filings/<int:filing>/confirm/
filings/<int:filing>/lines/ filings/<int:filing>/lines/new/ filings/<int:filing>/lines/upload/
filings/<int:filing>/lines/drop/ filings/<int:filing>/lines/<int:line>/
reviews/<int:filing>/ reviews/<int:filing>/begin/ reviews/<int:filing>/reveal/
reviews/<int:filing>/versions/<int:version>/ reviews/<int:filing>/propose/
proposals/<int:proposal>/ inbox/<int:distribution>/
members/<int:pk>/role/=member members/<int:pk>/remove/=member
members/invitations/<int:pk>/revoke/=invitation
clients/<int:pk>/token/=client clients/tokens/<int:pk>/rotate/=token
clients/tokens/<int:pk>/revoke/=token
mandates/<int:pk>/accept/=mandate mandates/<int:pk>/decline/=mandate
mandates/<int:pk>/revoke/=mandate consents/<int:pk>/=consent consents/<int:pk>/withdraw/=consent
tax/guarantees/new/<int:pk>/=enterprise tax/guarantees/<int:pk>/=guarantee
tax/guarantees/<int:pk>/edit/=guarantee tax/bills/<int:pk>/=bill
"""
"""``=name`` says which of the world's objects stands for ``pk``."""
OFFICIALS: Final = """
risk/cases/<int:pk>/=risk_case risk/cases/<int:pk>/<slug:deed>/=risk_case
risk/requests/<int:pk>/=risk_request risk/requests/<int:pk>/<slug:deed>/=risk_request
risk/packages/<int:pk>/=risk_package
risk/duties/<slug:code>/=risk_duty
risk/screenings/<int:pk>/=risk_screening risk/profiles/<int:pk>/=enterprise
risk/rules/troubles/<int:pk>/=risk_trouble api/v1/risk/screenings/<int:pk>/=risk_screening
statistics/recognition/<int:pk>/=export_recognition
statistics/recognition/<int:pk>/<slug:deed>/=export_recognition
api/v1/statistics/recognitions/<int:pk>/=export_recognition
statistics/assessments/<int:pk>/=assessment
statistics/assessments/<int:pk>/<slug:deed>/=assessment statistics/evidence/<int:pk>/=evidence
risk/laboratory/<int:pk>/=risk_version risk/trials/<int:pk>/=risk_trial
risk/laboratory/<int:pk>/<slug:deed>/=risk_version
risk/articles/<int:pk>/=risk_article risk/articles/<int:pk>/edit/=risk_article
risk/articles/<int:pk>/files/=risk_article risk/articles/<int:pk>/files/<int:file>/=risk_article
risk/articles/<int:pk>/files/<int:file>/remove/=risk_article
api/v1/risk/articles/<int:pk>/=risk_article api/v1/risk/articles/<int:pk>/files/=risk_article
api/v1/risk/articles/<int:pk>/files/<int:file>/=risk_article
api/v1/risk/articles/<int:pk>/<slug:deed>/=risk_article
api/v1/risk/series/<int:pk>/=risk_series api/v1/risk/series/<int:pk>/values/=risk_series
api/v1/risk/series/<int:pk>/thresholds/=risk_series
api/v1/risk/plans/<int:pk>/=risk_plan api/v1/risk/plans/<int:pk>/runs/=risk_plan
api/v1/risk/plans/<int:pk>/<slug:deed>/=risk_plan api/v1/risk/plan-runs/<int:pk>/=risk_plan_run
api/v1/risk/plan-runs/<int:pk>/steps/<int:place>/=risk_plan_run
api/v1/risk/plan-runs/<int:pk>/<slug:deed>/=risk_plan_run
api/v1/risk/laboratory/versions/<int:pk>/=risk_version
api/v1/risk/laboratory/versions/<int:pk>/trials/=risk_version
api/v1/risk/laboratory/versions/<int:pk>/<slug:deed>/=risk_version
api/v1/risk/laboratory/trials/<int:pk>/=risk_trial
api/v1/risk/laboratory/trials/<int:pk>/changes/=risk_trial
risk/articles/<int:pk>/<slug:deed>/=risk_article risk/series/<int:pk>/=risk_series
risk/points/<int:pk>/=risk_point risk/plans/<int:pk>/=risk_plan
risk/plans/<int:pk>/edit/=risk_plan risk/plans/<int:pk>/start/=risk_plan
risk/plans/<int:pk>/<slug:deed>/=risk_plan risk/plan-runs/<int:pk>/=risk_plan_run
risk/plan-runs/<int:pk>/<slug:deed>/=risk_plan_run
credit/sharing/<int:pk>/=sharing_rule credit/recognition/<int:pk>/=recognition
credit/systems/<int:pk>/revoke/=department_client credit/batches/<int:pk>/=rating_batch
credit/sources/<int:pk>/fetch/=ledger_source credit/imports/<int:pk>/=ledger_import
credit/models/<int:pk>/=ledger_model credit/models/<int:pk>/<slug:deed>/=ledger_model
credit/persons/<int:pk>/=ledger_person credit/simulations/<int:pk>/=ledger_simulation
credit/cycles/<int:pk>/=ledger_cycle
credit/cycles/<int:pk>/<slug:deed>/=ledger_cycle
credit/measure-list/<int:pk>/<slug:deed>/=credit_item
sites/<slug:code>/=site sites/<slug:code>/edit/=site sites/<slug:code>/status/=site
sites/<slug:code>/new/=site sites/<slug:code>/enterprises/=site
organisations/<slug:code>/=organisation organisations/<slug:code>/edit/=organisation
organisations/<slug:code>/appoint/=organisation organisations/<slug:code>/appoint-new/=organisation
modes/drafts/<int:pk>/=mode
postings/<int:pk>/=posting customs/holds/<int:pk>/=hold api/v1/customs/holds/<int:pk>/=hold
api/v1/customs/holds/<int:pk>/instruction/=hold api/v1/customs/holds/<int:pk>/result/=hold
"""


def entries() -> dict[str, tuple[Whose, str]]:
    """Address → whose it is, and the name of the object that stands for ``pk`` or ``code``."""
    found: dict[str, tuple[Whose, str]] = {}
    for whose in Whose:
        for entry in str(globals()[whose.name]).split():
            address, _, name = entry.partition("=")
            found["" if address == ":" else address] = (whose, name)
    return found
