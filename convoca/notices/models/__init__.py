"""What this room keeps."""

from convoca.notices.models.digests import DigestSetting, SentDigest
from convoca.notices.models.notices import Notice
from convoca.notices.models.questions import Answer, Question

__all__ = ["Answer", "DigestSetting", "Notice", "Question", "SentDigest"]
