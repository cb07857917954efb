import { senderConformance } from '../../conformance/sender.ts'
import { practiceSubmission } from '../practiceSubmission.ts'

senderConformance('SMTP with TLS, practice server', () => practiceSubmission('tls'))
senderConformance('SMTP with STARTTLS, practice server', () => practiceSubmission('starttls'))
