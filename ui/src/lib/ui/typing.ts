export const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Somebody types, or something stands in front of the page: keys of the page mean nothing now. */
export const isTyping = (event: Event): boolean =>
  isField(event.target) || document.querySelector('[role="dialog"], [role="menu"]') !== null;
