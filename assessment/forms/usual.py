"""What Django and allauth say of their own accord, worded anew in our catalogues: what is wrong and how to mend it.

Theirs is the Spanish of Spain and says less. A text that stands here is found by makemessages, and so stays translated.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

DJANGO = (
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("The submitted file is empty."),
)
ALLAUTH = (
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("Please type your current password."),
    _("You must type the same password each time."),
)
