"""What this room tells the rooms below it, which do not know that it is here."""

from woonregie.foundation.audit.services import recorded
from woonregie.foundation.commitments.services import follow

recorded.connect(follow, dispatch_uid="commitments.follow")
