"""办理手册: what a table of the regulation says, as a page, a picture and a BPMN file; all of it pure functions."""
