// The camera as a way to ask. Without it, or without this script, a picture can still be sent.

const MAX_BYTES = 8 * 1024 * 1024;
const LONGER_SIDE = 800;
const SAY = {
  asking: "Đang xin quyền dùng camera…",
  refused: "Chưa được phép dùng camera. Hãy cho phép trong trình duyệt, hoặc chọn ảnh có mã QR.",
  none: "Máy này không có camera dùng được. Hãy chọn ảnh có mã QR.",
  looking: "Hãy đưa mã QR của nhóm vào khung hình.",
  found: "Đã đọc được mã QR, đang kiểm tra…",
  failed: "Chưa bật được camera. Hãy chọn ảnh có mã QR.",
  large: "Ảnh lớn quá 8 MB. Hãy gửi ảnh chụp màn hình, hoặc cắt lấy phần có mã QR.",
};

// Public pages let no text become the address of a script (their Content-Security-Policy), but for ours.
const ours = window.trustedTypes?.createPolicy("register", {
  createScriptURL(address) {
    if (new URL(address, location.href).origin === location.origin) return address;
    throw new TypeError("not a script of this site");
  },
});

const panel = document.getElementById("quet");
if (panel) {
  new Scanner(panel).offer();
}

function Scanner(root) {
  const start = root.querySelector("[data-start]");
  const stop = root.querySelector("[data-stop]");
  const view = root.querySelector("[data-view]");
  const video = root.querySelector("video");
  const status = root.querySelector("[data-status]");
  const upload = root.querySelector("form");
  const canvas = document.createElement("canvas");
  let stream = null;
  let worker = null;

  this.offer = () => {
    upload.addEventListener("submit", refuseLarge);
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) return;
    start.hidden = false;
    start.addEventListener("click", open);
    stop.addEventListener("click", () => close(""));
    window.addEventListener("pagehide", () => close(""));
    document.addEventListener("visibilitychange", () => document.hidden && close(""));
  };

  function refuseLarge(event) {
    const file = upload.elements.namedItem("picture").files[0];
    if (file && file.size > MAX_BYTES) {
      event.preventDefault();
      status.textContent = SAY.large;
    }
  }

  async function open() {
    start.disabled = true;
    status.textContent = SAY.asking;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment" } });
      video.srcObject = stream;
      view.hidden = false;
      stop.hidden = false;
      start.hidden = true;
      await video.play();
    } catch (error) {
      close(reason(error));
      return;
    }
    status.textContent = SAY.looking;
    stop.focus();
    worker = new Worker(ours?.createScriptURL(root.dataset.worker) ?? root.dataset.worker);
    worker.addEventListener("message", heard);
    worker.addEventListener("error", () => close(SAY.failed));
    worker.postMessage({ decoder: root.dataset.decoder });
  }

  function reason(error) {
    if (error.name === "NotAllowedError") return SAY.refused;
    if (error.name === "NotFoundError" || error.name === "OverconstrainedError") return SAY.none;
    return SAY.failed;
  }

  function heard({ data }) {
    if (data.text) {
      close(SAY.found);
      ask(data.text);
    } else {
      requestAnimationFrame(look);
    }
  }

  function look() {
    if (!worker) return;
    if (!video.videoWidth) {
      requestAnimationFrame(look);
      return;
    }
    const scale = Math.min(1, LONGER_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    worker.postMessage({ pixels: data.buffer, width, height }, [data.buffer]);
  }

  function ask(text) {
    const form = document.getElementById("kiem-tra-form");
    form.elements.namedItem("q").value = text;
    form.requestSubmit();
  }

  function close(message) {
    stream?.getTracks().forEach((track) => track.stop());
    worker?.terminate();
    stream = worker = null;
    video.srcObject = null;
    view.hidden = true;
    stop.hidden = true;
    start.hidden = false;
    start.disabled = false;
    status.textContent = message;
  }
}
