/** The content of a file as it goes over the contract; null where it cannot be read: a folder, a file that is locked or gone. */
export const base64Of = (file: File): Promise<string | null> =>
  new Promise((resolve) => {
    const reader = new FileReader()
    const content = () => (typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,?/, '') : null)
    reader.addEventListener('load', () => resolve(content()))
    reader.addEventListener('error', () => resolve(null))
    reader.readAsDataURL(file)
  })
