"""What was typed and could not be saved at once waits in the session for the page that held it.

That is so when the session had ended, and when somebody changes the language: the page is drawn anew, from nothing. It
waits under the page's address, for the person who typed it. Passwords and files are never kept.
"""

from __future__ import annotations

import time
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.i18n import set_language

SESSION_KEY = "kept_forms"
PERSON_COOKIE = "person"
SAVED_COOKIE = "saved"
MOST_PAGES = 5
TOLD_FOR = 3600  # seconds
LONGEST = 40_000  # characters; the longest form has room for some 25,000
NOT_TYPED = {"csrfmiddlewaretoken", "language", "next", "go", "clear"}

Typed = MultiValueDict[str, str]


def page_of(path: str) -> str:
    """The page that an address belongs to: itself or, for one that only takes a form, the page that holds it."""
    try:
        match = resolve(path)
    except Http404:
        return path
    name, parts = getattr(match.func, "page", ("", ()))
    return reverse(name, args=[match.kwargs[part] for part in parts]) if name else path


def words_in(request: HttpRequest) -> dict[str, list[str]]:
    """What was posted that somebody may have typed or chosen."""
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and "password" not in name
    }


def keep(request: HttpRequest, page: str, *, ended: bool = False) -> None:
    """Keep what was posted for the page with this address. `ended`: because the session had."""
    words = words_in(request)
    size = sum(len(name) + len(value) for name, values in words.items() for value in values)
    if not words or size > LONGEST:
        return
    kept = {k: v for k, v in request.session.get(SESSION_KEY, {}).items() if k != page}
    latest = dict(list(kept.items())[1 - MOST_PAGES :])
    latest[page] = {"words": words, "person": _person(request), "ended": ended}
    request.session[SESSION_KEY] = latest


def typed_before(request: HttpRequest) -> Typed | None:
    """What this person had typed into the page that is asked for.

    What waited for a change of language is told once; what waited for a new session, until it is saved or for an hour.
    """
    kept = request.session.get(SESSION_KEY, {}).get(request.path)
    if not kept or kept["person"] != _person(request):
        return None
    since = kept.setdefault("told", time.time())
    request.session.modified = True
    is_old = time.time() - since > TOLD_FOR
    if is_old or not kept["ended"]:
        forget(request, request.path)
    return None if is_old else Typed(kept["words"])


def give_back(request: HttpRequest, *forms: BaseForm) -> bool:
    """Put what this person had typed into those of the page's forms that have room for it; whether there was any."""
    ended = request.session.get(SESSION_KEY, {}).get(request.path, {}).get("ended")
    typed = typed_before(request)
    filled = [form for form in forms if typed is not None and refill(form, typed)]
    if filled and ended:
        sentence = _(
            "Your session had ended. What you had typed is back below; save it to keep it."
        )
        messages.warning(request, sentence)
    return bool(filled)


def refill(form: BaseForm, typed: Typed) -> bool:
    """Show in a form what was posted to it before, unchecked. False: it was another form's."""
    visible = {form.add_prefix(field.name) for field in form.visible_fields()}
    if not visible & _stems(typed):
        return False
    for name, field in form.fields.items():
        posted_as = form.add_prefix(name)
        form.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), posted_as)
    return True


def typed_words(form: BaseForm) -> list[tuple[str, str]]:
    """What was typed into a form that has no place to save it any more: label and words, to be copied."""
    found = []
    for field in form.visible_fields():
        value = field.value()
        chosen = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
        choices = {str(key): str(name) for key, name in getattr(field.field, "choices", ())}
        if chosen:
            found.append((str(field.label), ", ".join(choices.get(each, each) for each in chosen)))
    return found


def _stems(typed: Typed) -> set[str]:
    """The names, and what they begin with: `q01.mission` belongs to the field `q01`."""
    return {name[:end] for name in typed for end in _ends(name)}


def _ends(name: str) -> list[int]:
    return [place for place, char in enumerate(name) if char == "."] + [len(name)]


def forget(request: HttpRequest, page: str) -> None:
    """The page's words are saved, or not wanted any more."""
    kept = request.session.get(SESSION_KEY, {})
    if page in kept:
        request.session[SESSION_KEY] = {k: v for k, v in kept.items() if k != page}


def tell_browser_saved(response: HttpResponseBase, page: str) -> None:
    """Tell the script (static/js/keep.js) that its own copy of what was typed into this page is needed no more."""
    response.set_cookie(SAVED_COOKIE, quote(page, safe=""), max_age=3600, samesite="Lax")


def remember_person(request: HttpRequest, response: HttpResponseBase) -> None:
    """Mark the browser with the person who uses it, for the day that the session ends.

    Signing in changes the CSRF secret: a form that arrives without a session and passes that check was drawn for
    whoever signed in here last.
    """
    person = _person(request)
    if request.COOKIES.get(PERSON_COOKIE) != person:
        response.set_cookie(
            PERSON_COOKIE,
            person,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _person(request: HttpRequest) -> str:
    """Who uses this browser, as far as it is known; no name and no number that anybody could read."""
    if request.user.is_authenticated:
        return salted_hmac(__name__, str(request.user.pk)).hexdigest()[:32]
    return request.COOKIES.get(PERSON_COOKIE, "")[:32]


def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's `set_language`, and what is typed into the page's form comes along.

    The buttons for it belong to that form; where they lead back to stands in their own address.
    """
    if asked := request.GET.get("next"):
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST["next"] = asked  # type: ignore[misc]  # the copy is not immutable
    response = set_language(request)
    if request.method == "POST" and "Location" in response:
        keep(request, page_of(unquote(response["Location"].partition("?")[0])))
    return response


def set_language_cookie(response: HttpResponseBase, language: str) -> None:
    """What Django's own change of language sets, for a page that changes it by itself."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


def page_address(request: HttpRequest) -> dict[str, object]:
    """For every template (a context processor): where the page can be asked for again."""
    drawn_by_form = request.method == "POST"
    return {"page_address": page_of(request.path) if drawn_by_form else request.get_full_path()}
