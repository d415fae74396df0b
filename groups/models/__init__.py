"""The nouns of the register, one a file."""

from .administrator import Administrator
from .directive import Directive
from .document import Document, MissingRow
from .entry_record import EntryRecord, RecoveryCode
from .event_leaf import EventLeaf, EventOpening
from .group_name import GroupName
from .group_note import GroupNote
from .import_run import ImportRun
from .invite_link import InviteLink
from .letterhead import Letterhead
from .member import Member
from .name_word import NameWord
from .one_time_password import OneTimePassword
from .outgoing_mail import OutgoingMail
from .person import Person
from .phone import Phone, SecretUnreadable
from .posting import Posting
from .public_changes import PublicChange
from .publication import FILE_KINDS, Publication, PublishedFile, SignedCopy
from .register_event import CodeCounter, RegisterEvent, RegisterHead
from .reported_chat import ReportedChat
from .saved_filter import SavedFilter
from .secret_look import SecretLook
from .sent_form import SentForm
from .unit import Unit
from .work_group import WorkGroup

__all__ = [
    "FILE_KINDS",
    "Administrator",
    "CodeCounter",
    "Directive",
    "Document",
    "EntryRecord",
    "EventLeaf",
    "EventOpening",
    "GroupName",
    "GroupNote",
    "ImportRun",
    "InviteLink",
    "Letterhead",
    "Member",
    "MissingRow",
    "NameWord",
    "OneTimePassword",
    "OutgoingMail",
    "Person",
    "Phone",
    "Posting",
    "PublicChange",
    "Publication",
    "PublishedFile",
    "RecoveryCode",
    "RegisterEvent",
    "RegisterHead",
    "ReportedChat",
    "SavedFilter",
    "SecretLook",
    "SecretUnreadable",
    "SentForm",
    "SignedCopy",
    "Unit",
    "WorkGroup",
]
