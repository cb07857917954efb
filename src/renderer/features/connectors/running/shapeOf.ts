/** The time alone where it was today; with its day otherwise. */
export const shapeOf = (iso: string): 'time' | 'date-time' =>
  new Date(iso).toDateString() === new Date().toDateString() ? 'time' : 'date-time'
