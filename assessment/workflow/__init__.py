"""Everything that changes something, one function a step; each writes what happened, and the letters, with it."""

from __future__ import annotations

from .accounts import OwnAccount, change_account, check_account
from .addresses import (
    AddressRefused,
    TooManyChanges,
    ask_for_address,
    confirm_address,
    object_to_address,
    withdraw_address,
)
from .files import ask_for, ask_for_file
from .invitations import (
    Known,
    TooManyInvitations,
    accept,
    answer_request,
    ask_to_join,
    come_in,
    invite,
    invite_all,
    send_again,
    withdraw,
)
from .letters import write_letter
from .mandates import HeldAlready, LastAdministrator, end, give
from .people import (
    LastLead,
    OwnCase,
    change_profile,
    change_role,
    close_account,
    end_session,
    end_sessions,
    leave,
    remove,
)
from .record import record
from .security import tell_of_sign_in_change
from .submissions import (
    AgencyClosed,
    Incomplete,
    RoundOver,
    SentAnswers,
    apply_import,
    begin_response,
    request_report,
    save_section,
    seal_imported,
    start,
    submit,
)

__all__ = [
    "AddressRefused",
    "AgencyClosed",
    "HeldAlready",
    "Incomplete",
    "Known",
    "LastAdministrator",
    "LastLead",
    "OwnAccount",
    "OwnCase",
    "RoundOver",
    "SentAnswers",
    "TooManyChanges",
    "TooManyInvitations",
    "accept",
    "answer_request",
    "apply_import",
    "ask_for",
    "ask_for_address",
    "ask_for_file",
    "ask_to_join",
    "begin_response",
    "change_account",
    "change_profile",
    "change_role",
    "check_account",
    "close_account",
    "come_in",
    "confirm_address",
    "end",
    "end_session",
    "end_sessions",
    "give",
    "invite",
    "invite_all",
    "leave",
    "object_to_address",
    "record",
    "remove",
    "request_report",
    "save_section",
    "seal_imported",
    "send_again",
    "start",
    "submit",
    "tell_of_sign_in_change",
    "withdraw",
    "withdraw_address",
    "write_letter",
]
