"""Joins django-allauth to this product: people come by invitation, or start a coalition."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up stays closed: an account begins with an accepted invitation."""

    def is_open_for_signup(self, request: object) -> bool:
        return False
