"""The errors a person can cause. Each carries values; its sentence stands in `texts/errors.toml`.

base        DubanError, whose subclasses all others are
documents   a file that cannot be read as a plan
words       words and buttons that lead nowhere; what was named and is not there
people      what somebody may not do, or not there; codes and roles
broadcasts  broadcasts and templates that cannot be sent or kept as they are
robots      group robots of other messengers, links to sign by
operation   what whoever runs Duban is told: settings, ports, databases, backups
"""
