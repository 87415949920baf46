"""Actions of the base app: festivals, schools, users, invitations, jobs. One module per noun."""
