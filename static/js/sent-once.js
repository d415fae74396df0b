// Going back to the form of a new record that was saved, the page comes anew from the server, with a new token, but the
// browser fills in again what was typed: saved once more, it would be a second record. So the token stays with the page
// in the browser's history, and is taken up where something typed came back (groups/admin/sent_once.py).
const token = document.querySelector('input[name="sent_once"]');
const isTypedIn = (field) => field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;

// Not before: only by then has the browser filled in the form.
addEventListener("pageshow", () => {
  const kept = history.state?.sentOnce;
  if (kept && [...token.form.elements].some(isTypedIn)) token.value = kept;
  else history.replaceState({ ...history.state, sentOnce: token.value }, "");
});
