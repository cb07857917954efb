/** Puts the focus on the screen's title, where what had it is gone with a deleted object. After the dialog has given it back. */
export const focusTitle = (): void => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }))
}
