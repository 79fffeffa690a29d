// The control plane serves one static page for every address; rendering happens in the browser only.
export const ssr = false;
export const prerender = false;
