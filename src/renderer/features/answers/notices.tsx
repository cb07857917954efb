import { create } from 'zustand'
import { words } from '../../../words/index.ts'
import { Notice } from '../../ui/index.ts'
import type { NoticeContent } from '../../ui/index.ts'

const useNotice = create<{ readonly notice: NoticeContent | null; readonly count: number }>()(() => ({
  notice: null,
  count: 0,
}))

/** Says what was just done, with one act that follows from it. */
export const notify = (content: Omit<NoticeContent, 'id'>): void =>
  useNotice.setState(({ count }) => ({ notice: { ...content, id: String(count + 1) }, count: count + 1 }))

const close = (): void => useNotice.setState({ notice: null })

/** Where notices appear; once in a screen. */
export function Notices() {
  const notice = useNotice((all) => all.notice)
  return <Notice notice={notice} onClose={close} closeLabel={words['answer.close']()} />
}
