/** Hands a file to the browser's or desktop's download, under its name. */
export function download(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has its own hold on the data from the click on; one turn later nothing else needs it.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
