// Asks how far an import is, and loads the page anew when it has ended. Without it the page asks by itself.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const text = place.querySelector("#progress-text");
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      const { state, progress, total } = await answer.json();
      if (state !== "running") return location.reload();
      bar.max = total;
      bar.value = progress;
      text.textContent =
        progress + 100 <= total
          ? `Đã xét lại ${progress} trên ${total} dòng.`
          : "Đã xét xong, đang ghi tất cả vào sổ.";
    } catch {
      // The server may be busy: the next question will tell.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();
