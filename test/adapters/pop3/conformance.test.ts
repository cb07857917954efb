import { mailboxesConformance } from '../../conformance/mailboxes.ts'
import { practiceMailbox } from '../practiceMailbox.ts'

mailboxesConformance('POP3 with TLS, practice server', () => practiceMailbox('pop3', 'tls'))
mailboxesConformance('POP3 with STLS, practice server', () => practiceMailbox('pop3', 'starttls'))
