"""Writing: works and their editions, proposals, model clauses, remarks and readings."""

from woonregie.foundation.documents.services.checking import check_clauses
from woonregie.foundation.documents.services.editions import adopt, digest_of, freeze
from woonregie.foundation.documents.services.library import keep_model, withdraw_model
from woonregie.foundation.documents.services.proposals import (
    accept,
    propose,
    reject,
    resolve,
    withdraw,
)
from woonregie.foundation.documents.services.remarks import (
    LONGEST,
    read_otherwise,
    remark,
    settle,
    withdraw_reading,
)
from woonregie.foundation.documents.services.works import change_work, copied, open_work

__all__ = [
    "LONGEST",
    "accept",
    "adopt",
    "change_work",
    "check_clauses",
    "copied",
    "digest_of",
    "freeze",
    "keep_model",
    "open_work",
    "propose",
    "read_otherwise",
    "reject",
    "remark",
    "resolve",
    "settle",
    "withdraw",
    "withdraw_model",
    "withdraw_reading",
]
