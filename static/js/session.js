// Says some minutes before it that the session ends without a page, and lets whoever is at work go on: what was typed
// and not sent would be lost. Other tabs may have kept the session, so nothing is taken from the page.
(() => {
  const box = document.querySelector("[data-session-seconds]");
  if (!box) return;
  const [soon, over] = box.querySelectorAll("[data-said]");
  const whole = Number(box.dataset.sessionSeconds) * 1000;
  const ahead = Number(box.dataset.sessionAhead) * 1000;
  let timers = [];
  const show = (said) => {
    box.hidden = !said;
    soon.hidden = said !== soon;
    over.hidden = said !== over;
  };
  const begin = () => {
    timers.forEach(clearTimeout);
    timers = [setTimeout(show, whole - ahead, soon), setTimeout(show, whole, over)];
    show(null);
  };
  box.querySelector("button").addEventListener("click", async () => {
    try {
      // Who has been signed out is led to another page: that is no answer.
      const answer = await fetch(box.dataset.sessionPage, { redirect: "manual", cache: "no-store" });
      if (answer.ok) return begin();
    } catch {
      // No network: the same is said.
    }
    show(over);
  });
  begin();
})();
