// The choice of a reason fills the box below with its sentence; what a person wrote himself is never overwritten.

const choice = document.getElementById("id_reason_code");
const box = document.getElementById("id_reason");
const sentences = new Set([...(choice?.options ?? [])].map((option) => option.dataset.sentence ?? ""));

choice?.addEventListener("change", () => {
  if (box && sentences.has(box.value.trim())) {
    box.value = choice.selectedOptions[0]?.dataset.sentence ?? "";
  }
});
