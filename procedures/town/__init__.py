"""演示镇: a town with every procedure in every state, made through the engine."""
