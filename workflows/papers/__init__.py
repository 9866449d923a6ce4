"""证书、证明、介绍信: papers, from plain facts to the PDF that is handed out."""
