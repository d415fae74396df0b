// Reads QR codes off the main thread. The first message names the decoder's address, the others bring frames.
/* global jsQR */

self.onmessage = ({ data }) => {
  if (data.decoder) {
    importScripts(data.decoder);
    self.postMessage({ ready: true });
    return;
  }
  const { pixels, width, height } = data;
  const found = jsQR(new Uint8ClampedArray(pixels), width, height, { inversionAttempts: "attemptBoth" });
  self.postMessage({ text: found?.data ?? "" });
};
