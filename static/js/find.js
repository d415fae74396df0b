// The box that finds anything: words go in the address, to be kept as a bookmark; what may be an invite link goes in the
// body, for an address stays in the browser's history and is seen over a shoulder.
(() => {
  const SECRET = /:\/\/|(?:zalo|viber)[\w.]*\.|\/g\/|[?&]g2?=/i;
  const form = document.querySelector("form.find");
  if (location.search && document.querySelector("[data-hide-address]")) {
    history.replaceState(null, "", location.pathname);
  }
  form?.addEventListener("submit", () => {
    form.method = SECRET.test(form.elements.namedItem("q").value) ? "post" : "get";
  });
})();
