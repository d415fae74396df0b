"""Where no mail server is set, letters are shown on the console; addresses are personal data and stand in no log."""

from django.core.mail.backends.console import EmailBackend as ConsoleBackend

from groups.domain.privacy import masked_address


class EmailBackend(ConsoleBackend):
    """Django's console, less the addresses."""

    def write_message(self, message):
        readers = ", ".join(map(masked_address, message.recipients()))
        self.stream.write(f"Thư (chưa có máy chủ thư) gửi {readers}\n{message.subject}\n\n{message.body}\n{'-' * 79}\n")
