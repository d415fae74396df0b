// Asks how far an import is, and loads the page anew when it has ended. Without it the page asks by itself.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const text = place.querySelector("#progress-text");
  let unanswered = 0;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      const { state, progress, total } = await answer.json();
      unanswered = 0;
      if (state !== "running") return location.reload();
      bar.max = total;
      bar.value = progress;
      text.textContent =
        progress + 100 <= total
          ? `Đã xét lại ${progress} trên ${total} dòng.`
          : "Đã xét xong, đang ghi tất cả vào sổ.";
    } catch {
      // The server may be busy: mostly the next question tells.
      unanswered += 1;
      if (unanswered >= 3)
        text.textContent =
          "Máy chủ chưa trả lời. Trang này vẫn hỏi tiếp; nếu lâu, hãy xem lại lần nhập này trong danh sách các lần nhập.";
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();
