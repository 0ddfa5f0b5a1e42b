"""The screens: rooms that one walks between, and the forms and dialogs that open over them."""
