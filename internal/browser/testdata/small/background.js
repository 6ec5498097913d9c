globalThis.started = true;
const api = globalThis.browser ?? chrome;
api.runtime.onMessage.addListener((message, sender, answer) => { answer(`heard ${message}`); });
api.omnibox.onInputChanged.addListener((text, suggest) => {
  suggest([{ content: `https://${text}.example/`, description: `About ${text}` }]);
});
api.runtime.onConnect.addListener((port) => {
  if (port.name === 'slow') setTimeout(() => { port.postMessage('heard'); }, 300);
});
