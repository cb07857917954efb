import { mailboxesConformance } from '../../conformance/mailboxes.ts'
import { practiceMailbox } from '../practiceMailbox.ts'

mailboxesConformance('IMAP with TLS, practice server', () => practiceMailbox('imap', 'tls'))
mailboxesConformance('IMAP with STARTTLS, practice server', () => practiceMailbox('imap', 'starttls'))
