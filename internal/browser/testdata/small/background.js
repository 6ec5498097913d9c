globalThis.started = true;
const api = globalThis.browser ?? chrome;
api.runtime.onMessage.addListener((message, sender, answer) => { answer(`heard ${message}`); });
